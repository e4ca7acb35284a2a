export * from './client';
export * from './command-key';
export * from './models';
export * from './problem';
