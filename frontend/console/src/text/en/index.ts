import type { Text } from '../zh';
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

export const en: Text = {
  product: 'Retail Credit System',
  demo: 'Demo',
  language: 'Language',
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
