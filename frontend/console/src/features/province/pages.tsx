export { EntityList, EntityPage } from './entities';
export { LprPage } from './lpr';
export { ProvinceNights } from './nights';
