export { AuditList, ExportList, RevealList } from './records';
export { AuthenticationLog } from './authentication';
export { BatchList } from './batches';
export { ChainPage } from './chain';
export { InterfaceList } from './interfaces';
