import antd from 'antd/locale/en_US';
import { kitEn } from '@credit/ui/text/en';
import type { ConsoleLanguage } from '../index';
import { en } from './index';

export const language: ConsoleLanguage = { locale: 'en', words: en, kit: kitEn, antd };
