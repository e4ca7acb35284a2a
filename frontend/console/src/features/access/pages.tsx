export { AuthorityList, OwnAuthorities } from './authority';
export { PostHoldingList } from './posts';
export { RoleList, RolePage } from './roles';
