export * from './dates';
export * from './dictionaries';
export * from './identity';
export * from './money';
export * from './rates';
