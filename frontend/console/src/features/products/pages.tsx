export { LevelOneList, LevelOnePage } from './levelOne';
export { ProductList, ProductPage } from './bankProducts';
