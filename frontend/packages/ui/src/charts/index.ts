export * from './Chart';
export type * from './types';
