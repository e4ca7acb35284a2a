import { access } from './access';
import { administration } from './administration';
import { bank } from './bank';
import { charts } from './charts';
import { customers } from './customers';
import { deductions } from './deductions';
import { events } from './events';
import { gallery } from './gallery';
import { home } from './home';
import { ledger } from './ledger';
import { lending } from './lending';
import { nightBoard } from './nightBoard';
import { offices } from './offices';
import { logs } from './logs';
import { parameters } from './parameters';
import { quote } from './quote';
import { rates } from './rates';
import { repayments } from './repayments';
import { security } from './security';
import { shell } from './shell';
import { words } from './words';

/** Every word of the console in Chinese, a file for each part; `../en` must have the same keys. */
export const zh = {
  product: '零售信贷系统',
  demo: '演示环境',
  language: '语言',
  ...shell,
  ...security,
  ...words,
  ...home,
  ...charts,
  ...gallery,
  ...deductions,
  ...events,
  ...customers,
  ...ledger,
  ...lending,
  ...logs,
  ...quote,
  ...rates,
  ...offices,
  ...bank,
  ...administration,
  ...nightBoard,
  ...parameters,
  ...access,
  ...repayments,
};

export type Text = typeof zh;
