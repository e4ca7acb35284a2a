import { Suspense, lazy, type ComponentType } from 'react';
import { Outlet, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { Realm } from '@credit/api';
import { SessionProvider, parseSearch, stringifySearch, useCan, useSession } from '@credit/ui';
import { ACTIONS } from './actions';
import { CountsProvider } from './counts';
import { Crashed, NotAllowed, NotFound, Unreachable } from './errors';
import { isDevelopment, useEntity, useSessionQuery } from './session';
import { Shell } from './Shell';

const SignIn = lazy(() => import('./SignIn').then((module) => ({ default: module.SignIn })));
const PasswordRequired = lazy(() => import('./Password').then((module) => ({ default: module.PasswordRequired })));

const SecondFactorRequired = lazy(() => import('./SecondFactorRequired').then((module) => ({ default: module.SecondFactorRequired })));
const SessionEnded = lazy(() => import('./SessionEnded').then((module) => ({ default: module.SessionEnded })));
const StepUp = lazy(() => import('./StepUp').then((module) => ({ default: module.StepUp })));

/** Everything needs the entity and a session; without a session the address waits behind the sign-in page. */
function Root() {
  const entity = useEntity();
  const session = useSessionQuery();
  const problem = entity.error ?? session.error;
  if (problem) {
    return <Unreachable problem={problem} />;
  }
  if (!entity.data || session.data === undefined) return null;
  if (session.data === null) {
    return (
      <Suspense fallback={null}>
        <SignIn entity={entity.data} />
      </Suspense>
    );
  }
  if (session.data.must_change_password) {
    return (
      <Suspense fallback={null}>
        <PasswordRequired entity={entity.data} />
      </Suspense>
    );
  }
  if (session.data.must_set_second_factor) {
    return (
      <Suspense fallback={null}>
        <SecondFactorRequired entity={entity.data} session={session.data} />
      </Suspense>
    );
  }
  return (
    <SessionProvider session={session.data}>
      {/* there for everybody: a factor set up a moment ago may be asked for before the session says so */}
      <Suspense fallback={null}>
        <StepUp />
        <SessionEnded />
      </Suspense>
      <CountsProvider key={session.data.account.id}>
        <Shell entity={entity.data}>
          <Suspense fallback={<div className="kit-page"><Skeleton active /></div>}>
            <Outlet />
          </Suspense>
        </Shell>
      </CountsProvider>
    </SessionProvider>
  );
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crashed });

interface PageSpec {
  /** Asked for on both faces, or by face where they differ. */
  action?: string | Partial<Record<Realm, string>>;
  /** Only where the system is built and shown. */
  development?: boolean;
  /** One page for each face; a missing one is a page that this face does not have. */
  faces: Partial<Record<Realm, ComponentType>>;
}

function page(path: string, { action, faces, development = false }: PageSpec) {
  function Guarded() {
    const session = useSession();
    const can = useCan();
    const entity = useEntity();
    const Face = faces[session.realm];
    const isThere = Face && (!development || (entity.data && isDevelopment(entity.data)));
    const needed = typeof action === 'string' ? action : action?.[session.realm];
    return (
      // says which page is on screen: the address changes before a page's file has arrived
      <div className="shell-page" data-route={path}>
        {!isThere ? <NotFound /> : needed && !can(needed) ? <NotAllowed action={needed} /> : <Face />}
      </div>
    );
  }
  return createRoute({ getParentRoute: () => root, path, component: Guarded });
}

/** A page of its own chunk: `load(() => import('…'), 'Name')`. */
function load<Name extends string>(get: () => Promise<Record<Name, ComponentType>>, name: Name): ComponentType {
  return lazy(async () => ({ default: (await get())[name] as ComponentType }));
}

const bank = (component: ComponentType) => ({ bank: component });
const province = (component: ComponentType) => ({ province: component });

const customers = () => import('../features/customers/pages');
const intakes = () => import('../features/intakes/pages');
const applications = () => import('../features/applications/pages');
const contracts = () => import('../features/contracts/pages');
const disbursements = () => import('../features/disbursements/pages');
const loans = () => import('../features/loans/pages');
const deductions = () => import('../features/deductions/pages');
const products = () => import('../features/products/pages');
const ledger = () => import('../features/ledger/pages');
const nights = () => import('../features/nights/pages');
const offices = () => import('../features/organisation/offices');
const tasks = () => import('../features/tasks/pages');
const provinceFace = () => import('../features/province/pages');
const parameters = () => import('../features/parameters/pages');
const parameterList = load(parameters, 'ParameterList');
const parameterPage = load(parameters, 'ParameterPage');
const dictionaryList = load(parameters, 'DictionaryList');
const dictionaryPage = load(parameters, 'DictionaryPage');
const security = load(() => import('../features/security/pages'), 'SecurityPage');
const notices = load(() => import('../features/notices/pages'), 'NoticesPage');
const accounts = load(() => import('../features/accounts/pages'), 'AccountList');
const access = () => import('../features/access/pages');
const changes = () => import('../features/changes/pages');
const changeList = load(changes, 'ChangeList');
const changePage = load(changes, 'ChangePage');
const roleList = load(access, 'RoleList');
const rolePage = load(access, 'RolePage');
const events = load(() => import('../features/events/pages'), 'EventList');
const logs = () => import('../features/audit/pages');
const logPage = (path: string, name: keyof Awaited<ReturnType<typeof logs>>) => {
  const shown = load(logs, name);
  return page(path, { action: { bank: ACTIONS.auditView, province: ACTIONS.provinceAuditView }, faces: { bank: shown, province: shown } });
};
const gallery = load(() => import('../features/gallery/pages'), 'Gallery');
const subjectList = load(ledger, 'SubjectList');
const levelOneList = load(products, 'LevelOneList');
const levelOnePage = load(products, 'LevelOnePage');

const routes = [
  page('/', {
    faces: {
      bank: load(() => import('../features/home/pages'), 'BankHome'),
      province: load(() => import('../features/home/pages'), 'ProvinceHome'),
    },
  }),
  page('/tasks', { action: ACTIONS.tasksView, faces: bank(load(tasks, 'TaskList')) }),
  page('/tasks/$id', { action: ACTIONS.tasksView, faces: bank(load(tasks, 'TaskPage')) }),
  page('/customers', { action: ACTIONS.customersView, faces: bank(load(customers, 'CustomerList')) }),
  page('/customers/$id', { action: ACTIONS.customersView, faces: bank(load(customers, 'CustomerPage')) }),
  page('/households', { action: ACTIONS.customersView, faces: bank(load(customers, 'HouseholdList')) }),
  page('/households/$id', { action: ACTIONS.customersView, faces: bank(load(customers, 'HouseholdPage')) }),
  page('/intakes', { action: ACTIONS.intakeView, faces: bank(load(intakes, 'IntakeList')) }),
  page('/intakes/$id', { action: ACTIONS.intakeView, faces: bank(load(intakes, 'IntakePage')) }),
  page('/applications', { action: ACTIONS.applicationsView, faces: bank(load(applications, 'ApplicationList')) }),
  page('/applications/$id', { action: ACTIONS.applicationsView, faces: bank(load(applications, 'ApplicationPage')) }),
  page('/contracts', { action: ACTIONS.contractsView, faces: bank(load(contracts, 'ContractList')) }),
  page('/contracts/$id', { action: ACTIONS.contractsView, faces: bank(load(contracts, 'ContractPage')) }),
  page('/disbursements', { action: ACTIONS.loansView, faces: bank(load(disbursements, 'DisbursementList')) }),
  page('/disbursements/$id', { action: ACTIONS.loansView, faces: bank(load(disbursements, 'DisbursementPage')) }),
  page('/deduction-files', { action: ACTIONS.deductionsView, faces: bank(load(deductions, 'DeductionFileList')) }),
  page('/deduction-files/$id', { action: ACTIONS.deductionsView, faces: bank(load(deductions, 'DeductionFilePage')) }),
  page('/loans', { action: ACTIONS.loansView, faces: bank(load(loans, 'LoanList')) }),
  page('/loans/$id', { action: ACTIONS.loansView, faces: bank(load(loans, 'LoanPage')) }),
  page('/repayment-calendar', { action: ACTIONS.loansView, faces: bank(load(() => import('../features/loans/CalendarPage'), 'CalendarPage')) }),
  page('/loan-quote', {
    action: ACTIONS.loansQuote,
    faces: bank(load(() => import('../features/quote/pages'), 'LoanQuote')),
  }),
  page('/products', { action: ACTIONS.productsView, faces: bank(load(products, 'ProductList')) }),
  page('/products/$id', { action: ACTIONS.productsView, faces: bank(load(products, 'ProductPage')) }),
  page('/level-one-products', { action: { bank: ACTIONS.productsView, province: ACTIONS.catalogView }, faces: { bank: levelOneList, province: levelOneList } }),
  page('/level-one-products/$id', { action: { bank: ACTIONS.productsView, province: ACTIONS.catalogView }, faces: { bank: levelOnePage, province: levelOnePage } }),
  page('/vouchers', { action: ACTIONS.ledgerView, faces: bank(load(ledger, 'VoucherList')) }),
  page('/vouchers/$id', { action: ACTIONS.ledgerView, faces: bank(load(ledger, 'VoucherPage')) }),
  page('/account-subjects', {
    action: { bank: ACTIONS.ledgerView, province: ACTIONS.referenceView },
    faces: { bank: subjectList, province: subjectList },
  }),
  page('/account-subjects/$code', { action: ACTIONS.ledgerView, faces: bank(load(ledger, 'SubjectPage')) }),
  page('/trial-balance', { action: ACTIONS.ledgerView, faces: bank(load(ledger, 'TrialBalance')) }),
  page('/nights', {
    action: { bank: ACTIONS.nightsView, province: ACTIONS.operationsView },
    faces: { bank: load(nights, 'NightList'), province: load(provinceFace, 'ProvinceNights') },
  }),
  page('/nights/$id', { action: ACTIONS.nightsView, faces: bank(load(nights, 'NightPage')) }),
  page('/reports/loan-ledger', {
    action: ACTIONS.reportsView,
    faces: bank(load(() => import('../features/reports/pages'), 'LoanLedger')),
  }),
  page('/organisation/branches', { action: ACTIONS.organisationView, faces: bank(load(offices, 'OfficesPage')) }),
  page('/organisation/departments', { action: ACTIONS.organisationView, faces: bank(load(offices, 'DepartmentList')) }),
  page('/organisation/staff', { action: ACTIONS.organisationView, faces: bank(load(offices, 'StaffList')) }),
  page('/organisation/staff/$id', { action: ACTIONS.organisationView, faces: bank(load(offices, 'StaffPage')) }),
  page('/organisation/grids', { action: ACTIONS.organisationView, faces: bank(load(offices, 'GridList')) }),
  page('/organisation/roles', { action: ACTIONS.accessView, faces: bank(roleList) }),
  page('/organisation/roles/$id', { action: ACTIONS.accessView, faces: bank(rolePage) }),
  page('/organisation/posts', { action: ACTIONS.accessView, faces: bank(load(access, 'PostHoldingList')) }),
  page('/organisation/authorities', { action: ACTIONS.accessView, faces: bank(load(access, 'AuthorityList')) }),
  page('/organisation/own-authority', { action: ACTIONS.redelegate, faces: bank(load(access, 'OwnAuthorities')) }),
  page('/province-roles', { action: ACTIONS.identityView, faces: province(roleList) }),
  page('/province-roles/$id', { action: ACTIONS.identityView, faces: province(rolePage) }),
  page('/same-persons', { action: ACTIONS.identityView, faces: province(load(() => import('../features/accounts/pages'), 'SamePersons')) }),
  page('/changes', { faces: { bank: changeList, province: changeList } }),
  page('/changes/$id', { faces: { bank: changePage, province: changePage } }),
  page('/events', { action: { bank: ACTIONS.eventsView, province: ACTIONS.provinceEventsView }, faces: { bank: events, province: events } }),
  page('/notices', { faces: { bank: notices, province: notices } }),
  page('/security', { faces: { bank: security, province: security } }),
  logPage('/audit', 'AuditList'),
  logPage('/reveal-log', 'RevealList'),
  logPage('/export-log', 'ExportList'),
  logPage('/authentication-log', 'AuthenticationLog'),
  logPage('/batch-log', 'BatchList'),
  logPage('/interface-log', 'InterfaceList'),
  logPage('/audit-chain', 'ChainPage'),
  page('/entities', { action: ACTIONS.entitiesView, faces: province(load(provinceFace, 'EntityList')) }),
  page('/entities/$code', { action: ACTIONS.entitiesView, faces: province(load(provinceFace, 'EntityPage')) }),
  page('/lpr', { action: ACTIONS.referenceView, faces: province(load(provinceFace, 'LprPage')) }),
  page('/parameters', { action: ACTIONS.parametersView, faces: { bank: parameterList, province: parameterList } }),
  page('/parameters/$code', { action: ACTIONS.parametersView, faces: { bank: parameterPage, province: parameterPage } }),
  page('/dictionaries', { action: ACTIONS.parametersView, faces: { bank: dictionaryList, province: dictionaryList } }),
  page('/dictionaries/$code', { action: ACTIONS.parametersView, faces: { bank: dictionaryPage, province: dictionaryPage } }),
  page('/accounts', { action: ACTIONS.identityView, faces: { bank: accounts, province: accounts } }),
  page('/dev/components', { development: true, faces: { bank: gallery, province: gallery } }),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/',
  parseSearch,
  stringifySearch,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Crashed,
  scrollRestoration: true,
});
