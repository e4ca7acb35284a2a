export * from './api';
export * from './charts';
export * from './Copy';
export * from './detail';
export * from './exports/ExportButton';
export * from './exports/ExportTray';
export { saveFile } from './exports/exports';
export * from './form';
export * from './locale';
export * from './Masked';
export * from './PageLayout';
export * from './polled';
export * from './settled';
export * from './ProblemAlert';
export * from './session';
export * from './theme';
export * from './values';
// table
export * from './table/BatchBar';
export type { Column } from './table/columns';
export * from './table/DataTable';
export * from './table/FilterBar';
export * from './table/PlainTable';
export * from './table/url-state';
/* shell */
export * from './shell';
