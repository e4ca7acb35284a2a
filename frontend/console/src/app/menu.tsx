import type { ReactNode } from 'react';
import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  CalculatorOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  ControlOutlined,
  DesktopOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  ImportOutlined,
  InboxOutlined,
  LineChartOutlined,
  MoneyCollectOutlined,
  ReadOutlined,
  SendOutlined,
  ShoppingOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { Realm } from '@credit/api';
import type { Text } from '../text/zh';
import { ACTIONS } from './actions';

export const CHANGES = '/changes';

export interface MenuEntry {
  path: string;
  label: string;
  icon?: ReactNode;
  action?: string;
  children?: MenuEntry[];
}

/** On both faces: what the business is set by. */
const settings = (t: Text): MenuEntry => ({
  path: 'settings-group',
  label: t.menu.settings,
  icon: <ControlOutlined />,
  children: [
    { path: '/parameters', label: t.parameters.title, action: ACTIONS.parametersView },
    { path: '/dictionaries', label: t.dictionaries.title, action: ACTIONS.parametersView },
  ],
});

/** The changes that wait for a second person: for whoever makes or checks any kind of them. */
const changes = (t: Text): MenuEntry => ({ path: CHANGES, label: t.menu.changes, icon: <FileDoneOutlined /> });

/** For those who build pages; a real installation has none of it. */
const development = (t: Text): MenuEntry => ({
  path: 'development-group',
  label: t.gallery.group,
  icon: <AppstoreOutlined />,
  children: [{ path: '/dev/components', label: t.gallery.title }],
});

function logMenu(t: Text, action: string): MenuEntry {
  return {
    path: 'log-group',
    label: t.menu.logs,
    icon: <AuditOutlined />,
    children: [
      { path: '/authentication-log', label: t.menu.authenticationLog, action },
      { path: '/audit', label: t.menu.audit, action },
      { path: '/reveal-log', label: t.menu.revealLog, action },
      { path: '/export-log', label: t.menu.exportLog, action },
      { path: '/batch-log', label: t.menu.batchLog, action },
      { path: '/interface-log', label: t.menu.interfaceLog, action },
      { path: '/audit-chain', label: t.menu.auditChain, action },
    ],
  };
}

function bankMenu(t: Text): MenuEntry[] {
  return [
    { path: '/', label: t.menu.workbench, icon: <DesktopOutlined /> },
    { path: '/tasks', label: t.menu.tasks, icon: <InboxOutlined />, action: ACTIONS.tasksView },
    changes(t),
    { path: '/intakes', label: t.menu.intakes, icon: <SendOutlined />, action: ACTIONS.intakeView },
    {
      path: 'customer-group',
      label: t.menu.customerGroup,
      icon: <TeamOutlined />,
      children: [
        { path: '/customers', label: t.menu.customers, action: ACTIONS.customersView },
        { path: '/households', label: t.menu.households, action: ACTIONS.customersView },
      ],
    },
    { path: '/applications', label: t.menu.applications, icon: <FileTextOutlined />, action: ACTIONS.applicationsView },
    { path: '/contracts', label: t.menu.contracts, icon: <FileProtectOutlined />, action: ACTIONS.contractsView },
    { path: '/disbursements', label: t.menu.disbursements, icon: <MoneyCollectOutlined />, action: ACTIONS.loansView },
    { path: '/loans', label: t.menu.loans, icon: <BankOutlined />, action: ACTIONS.loansView },
    { path: '/deduction-files', label: t.deductions.title, icon: <ImportOutlined />, action: ACTIONS.deductionsView },
    { path: '/repayment-calendar', label: t.calendar.title, icon: <CalendarOutlined />, action: ACTIONS.loansView },
    { path: '/loan-quote', label: t.menu.loanQuote, icon: <CalculatorOutlined />, action: ACTIONS.loansQuote },
    {
      path: 'product-group',
      label: t.menu.products,
      icon: <ShoppingOutlined />,
      children: [
        { path: '/products', label: t.menu.bankProducts, action: ACTIONS.productsView },
        { path: '/level-one-products', label: t.menu.levelOne, action: ACTIONS.productsView },
      ],
    },
    {
      path: 'ledger-group',
      label: t.menu.ledger,
      icon: <ReadOutlined />,
      children: [
        { path: '/vouchers', label: t.menu.vouchers, action: ACTIONS.ledgerView },
        { path: '/trial-balance', label: t.menu.trialBalance, action: ACTIONS.ledgerView },
        { path: '/account-subjects', label: t.menu.accountSubjects, action: ACTIONS.ledgerView },
      ],
    },
    { path: '/nights', label: t.menu.nights, icon: <ClockCircleOutlined />, action: ACTIONS.nightsView },
    {
      path: 'report-group',
      label: t.menu.reports,
      icon: <BarChartOutlined />,
      children: [{ path: '/reports/loan-ledger', label: t.menu.loanLedger, action: ACTIONS.reportsView }],
    },
    {
      path: 'organisation-group',
      label: t.menu.organisation,
      icon: <ApartmentOutlined />,
      children: [
        { path: '/organisation/branches', label: t.menu.branches, action: ACTIONS.organisationView },
        { path: '/organisation/departments', label: t.offices.departments, action: ACTIONS.organisationView },
        { path: '/organisation/staff', label: t.menu.staff, action: ACTIONS.organisationView },
        { path: '/organisation/grids', label: t.grids.title, action: ACTIONS.organisationView },
        { path: '/organisation/roles', label: t.menu.roles, action: ACTIONS.accessView },
        { path: '/organisation/posts', label: t.menu.posts, action: ACTIONS.accessView },
        { path: '/organisation/authorities', label: t.menu.authorities, action: ACTIONS.accessView },
        { path: '/organisation/own-authority', label: t.menu.ownAuthority, action: ACTIONS.redelegate },
        { path: '/accounts', label: t.menu.accounts, action: ACTIONS.identityView },
      ],
    },
    settings(t),
    { path: '/events', label: t.menu.events, icon: <ThunderboltOutlined />, action: ACTIONS.eventsView },
    logMenu(t, ACTIONS.auditView),
  ];
}

function provinceMenu(t: Text): MenuEntry[] {
  return [
    { path: '/', label: t.menu.workbench, icon: <DesktopOutlined /> },
    { path: '/entities', label: t.menu.entities, icon: <BankOutlined />, action: ACTIONS.entitiesView },
    { path: '/level-one-products', label: t.menu.levelOne, icon: <ShoppingOutlined />, action: ACTIONS.catalogView },
    { path: '/lpr', label: t.menu.lpr, icon: <LineChartOutlined />, action: ACTIONS.referenceView },
    { path: '/account-subjects', label: t.menu.accountSubjects, icon: <ReadOutlined />, action: ACTIONS.referenceView },
    settings(t),
    { path: '/nights', label: t.menu.provinceNights, icon: <ClockCircleOutlined />, action: ACTIONS.operationsView },
    changes(t),
    {
      path: 'identity-group',
      label: t.menu.identity,
      icon: <UserOutlined />,
      children: [
        { path: '/accounts', label: t.menu.accounts, action: ACTIONS.identityView },
        { path: '/province-roles', label: t.menu.roles, action: ACTIONS.identityView },
        { path: '/same-persons', label: t.menu.samePersons, action: ACTIONS.identityView },
      ],
    },
    { path: '/events', label: t.menu.events, icon: <ThunderboltOutlined />, action: ACTIONS.provinceEventsView },
    logMenu(t, ACTIONS.provinceAuditView),
  ];
}

/** The entries that this person may open; a group without any disappears. */
export function menuFor(realm: Realm, t: Text, can: (...actions: string[]) => boolean, hasChanges = false, developing = false): MenuEntry[] {
  const entries = [...(realm === 'province' ? provinceMenu(t) : bankMenu(t)), ...(developing ? [development(t)] : [])];
  return entries.flatMap((entry) => {
    if (entry.path === CHANGES) return hasChanges ? [entry] : [];
    if (!entry.children) return !entry.action || can(entry.action) ? [entry] : [];
    const children = entry.children.filter((child) => !child.action || can(child.action));
    return children.length > 0 ? [{ ...entry, children }] : [];
  });
}

/** The entry that a path belongs to: "/loans/12" -> "/loans". */
export function activeEntry(entries: readonly MenuEntry[], path: string): { key: string; parent: string | null } {
  let best: { key: string; parent: string | null } = { key: '', parent: null };
  const visit = (entry: MenuEntry, parent: string | null) => {
    const hit = path === entry.path || (entry.path !== '/' && path.startsWith(`${entry.path}/`));
    if (hit && entry.path.length > best.key.length) best = { key: entry.path, parent };
    entry.children?.forEach((child) => visit(child, entry.path));
  };
  entries.forEach((entry) => visit(entry, null));
  return best;
}
