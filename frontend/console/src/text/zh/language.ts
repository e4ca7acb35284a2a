import antd from 'antd/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import { kitZh } from '@credit/ui/text/zh';
import type { ConsoleLanguage } from '../index';
import { zh } from './index';

export const language: ConsoleLanguage = { locale: 'zh-CN', words: zh, kit: kitZh, antd };
