export { OfficesPage } from './OfficesPage';
export { DepartmentList } from './departments';
export { GridList } from './grids';
export { StaffList } from './StaffList';
export { StaffPage } from './StaffPage';
