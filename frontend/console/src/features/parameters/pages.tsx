export { DictionaryList, DictionaryPage } from './dictionaries';
export { ParameterPage } from './ParameterPage';
export { ParameterList } from './ParameterList';
