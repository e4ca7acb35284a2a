export { CustomerList, CustomerPage } from './customers';
export { HouseholdList, HouseholdPage } from './households';
