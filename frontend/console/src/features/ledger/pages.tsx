export * from './subjects';
export * from './trialBalance';
export * from './vouchers';
