import { useState } from 'react';
import { Form } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { ContractDetail, ContractRow, DisbursementDetail } from '@credit/api';
import { addMoney, formatDate, formatInstant, formatMoney, isZero, optionsOf, toChineseAmount } from '@credit/domain';
import {
  ActionBar,
  DataTable,
  DetailPage,
  Facts,
  FieldGrid,
  FormDrawer,
  Go,
  History,
  Label,
  Money,
  MoneyField,
  NumberField,
  PageTabs,
  PlainTable,
  Rate,
  Related,
  SelectField,
  SideBySide,
  StateTag,
  TextField,
  cleaned,
  useCan,
  useGet,
  useLocale,
  type ActionSpec,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useContractDocuments } from '../shared/documents';
import { useParam } from '../shared/params';
import { useRelated } from '../shared/related';

export function ContractList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<ContractRow>[] = [
    { key: 'contract_no', title: t.f.contractNo, sortable: true },
    { key: 'customer', title: t.f.customer, render: (row) => row.customer.name },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'amount', title: t.f.contractAmount, align: 'right', sortable: true, render: (row) => <Money value={row.amount} /> },
    { key: 'annual_rate', title: t.f.annualRate, align: 'right', render: (row) => <Rate value={row.annual_rate} /> },
    { key: 'term_months', title: t.f.term, align: 'right', render: (row) => t.u.months(row.term_months) },
    { key: 'method', title: t.f.method, render: (row) => <Label of="method" code={row.method} /> },
    { key: 'start_on', title: t.f.contractStartOn, render: (row) => formatDate(row.start_on) },
    { key: 'end_on', title: t.f.contractEndOn, sortable: true, render: (row) => formatDate(row.end_on) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="contractState" code={row.state} /> },
    { key: 'officer', title: t.f.officer, render: (row) => row.officer.name },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
  ];
  return (
    <ListPage title={t.menu.contracts}>
      <DataTable<ContractRow>
        resource="/contracts"
        label={t.contracts.title}
        rowKey="id"
        columns={columns}
        searchHint={t.contracts.searchHint}
        filters={[{ name: 'state', label: t.f.state, kind: 'select', options: optionsOf('contractState', locale) }]}
        openPath={(row) => `/contracts/${row.id}`}
      />
    </ListPage>
  );
}

export function ContractPage() {
  const t = useText();
  const id = useParam();
  const { locale } = useLocale();
  const query = useGet<ContractDetail>(`/contracts/${id}`);
  const [paying, setPaying] = useState(false);
  return (
    <>
      <DetailPage
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.contracts, to: '/contracts' }]}
        title={(data) => data.contract_no}
        aside={(data) => (
          <>
            <StateTag of="contractState" code={data.state} />
            <span>{data.customer.name}</span>
          </>
        )}
        actions={(data) => <ContractActions contract={data} onDisburse={() => setPaying(true)} />}
        figures={(data) => [
          { label: t.f.contractAmount, value: <Money value={data.amount} />, note: locale === 'zh-CN' ? toChineseAmount(data.amount) : null },
          { label: t.f.available, value: <Money value={data.available_amount} /> },
          { label: t.contracts.used, value: <Money value={drawnSoFar(data)} /> },
          { label: t.f.annualRate, value: <Rate value={data.annual_rate} /> },
          { label: t.f.term, value: t.u.months(data.term_months) },
        ]}
      >
        {(data) => <ContractBody contract={data} />}
      </DetailPage>
      {query.data && <DisbursementForm open={paying} contract={query.data} onClose={() => setPaying(false)} />}
    </>
  );
}

function ContractActions({ contract, onDisburse }: { contract: ContractDetail; onDisburse: () => void }) {
  const t = useText();
  const base = `/contracts/${contract.id}`;
  const can = useCan();
  const payable =
    can(ACTIONS.disburseRequest) &&
    (contract.state === 'EFFECTIVE' || contract.state === 'IN_USE') &&
    !isZero(contract.available_amount);
  const actions: ActionSpec[] = [
    { action: 'void', label: t.act.void, path: `${base}/void`, danger: true, ask: 'reason' },
    {
      action: 'sign_borrower',
      label: t.contracts.signBorrower,
      path: `${base}/sign`,
      body: { party: 'BORROWER' },
      primary: true,
      ask: { title: t.contracts.signBorrower, content: t.contracts.signBorrowerAsk },
    },
    {
      action: 'sign_bank',
      label: t.contracts.signBank,
      path: `${base}/sign`,
      body: { party: 'BANK' },
      primary: true,
      ask: { title: t.contracts.signBank, content: t.contracts.signBankAsk },
    },
    { action: 'pay', label: t.contracts.newDisbursement, run: onDisburse, primary: true },
  ];
  return <ActionBar actions={actions} allowed={payable ? [...contract.allowed_actions, 'pay'] : contract.allowed_actions} />;
}

/** Paid out or on its way; what failed or came back no longer counts. */
function drawnSoFar(contract: ContractDetail): string {
  const standing = contract.disbursements.filter((row) => row.state !== 'FAILED' && row.state !== 'RETURNED');
  return addMoney(...standing.map((row) => row.amount));
}

function ContractBody({ contract }: { contract: ContractDetail }) {
  const t = useText();
  const related = useRelated();
  const disbursementColumns: Column<ContractDetail['disbursements'][number]>[] = [
    { key: 'req_no', title: t.f.reqNo },
    { key: 'amount', title: t.f.amount, align: 'right', render: (row) => <Money value={row.amount} />, total: (row) => row.amount },
    { key: 'value_on', title: t.f.valueOn, render: (row) => formatDate(row.value_on) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="disbursementState" code={row.state} /> },
  ];
  const signatureColumns: Column<ContractDetail['signatures'][number]>[] = [
    { key: 'party', title: t.f.party, render: (row) => <Label of="signatureParty" code={row.party} /> },
    { key: 'name', title: t.f.signer },
    { key: 'signed_at', title: t.f.signedAt, render: (row) => formatInstant(row.signed_at) },
    { key: 'how', title: t.f.how, render: (row) => <Label of="signatureHow" code={row.how} /> },
  ];
  return (
    <>
      <PageTabs
        tabs={[
          {
            key: 'facts',
            label: t.contracts.main,
            content: (
              <>
                <ContractFacts contract={contract} />
                <h2 className="kit-section">{t.contracts.signatures}</h2>
                <PlainTable rows={contract.signatures} columns={signatureColumns} rowKey={(row) => `${row.party}.${row.signed_at}`} label={t.contracts.signatures} emptyText={t.contracts.noSignatures} />
                <h2 className="kit-section">{t.contracts.disbursements}</h2>
                <PlainTable rows={contract.disbursements} columns={disbursementColumns} rowKey="id" label={t.contracts.disbursements} openPath={(row) => `/disbursements/${row.id}`} />
              </>
            ),
          },
          { key: 'document', label: t.contracts.document, content: <ContractDocument contract={contract} /> },
          {
            key: 'history',
            label: t.u.history,
            content: <History entries={contract.history} states="contractState" />,
          },
        ]}
      />
      <Related
        items={[
          related.customer(contract.customer),
          related.application(contract.application),
          ...contract.disbursements.map(related.disbursement),
        ]}
      />
    </>
  );
}

/** The signed text, as the server keeps it, beside what it must agree with. */
function ContractDocument({ contract }: { contract: ContractDetail }) {
  const t = useText();
  const documents = useContractDocuments(contract.customer.id, contract.id);
  const own = { key: `contract.${contract.id}`, label: t.contracts.document, path: `/contracts/${contract.id}/document` };
  return (
    <SideBySide
      documents={documents.length > 0 ? documents : [own]}
      empty={t.contracts.noDocument}
      facts={<ContractFacts contract={contract} columns={1} />}
    />
  );
}

function ContractFacts({ contract, columns = 3 }: { contract: ContractDetail; columns?: number }) {
  const t = useText();
  const { locale } = useLocale();
  return (
    <Facts
      columns={columns}
      items={[
        { label: t.f.customer, value: <Go to={`/customers/${contract.customer.id}`}>{contract.customer.name} {contract.customer.customer_no}</Go> },
        { label: t.f.product, value: contract.product.name },
        columns === 1 && { label: t.f.contractAmount, value: <><Money value={contract.amount} strong /> {locale === 'zh-CN' && <span className="kit-muted">{toChineseAmount(contract.amount)}</span>}</> },
        columns === 1 && { label: t.f.annualRate, value: <Rate value={contract.annual_rate} /> },
        columns === 1 && { label: t.f.term, value: t.u.months(contract.term_months) },
        { label: t.f.application, value: <Go to={`/applications/${contract.application.id}`}>{contract.application.app_no}</Go> },
        { label: t.f.method, value: <Label of="method" code={contract.method} /> },
        { label: t.f.reprice, value: <Label of="reprice" code={contract.reprice} /> },
        { label: t.f.guaranteeMode, value: <Label of="guaranteeMode" code={contract.guarantee_mode} /> },
        { label: t.f.contractStartOn, value: formatDate(contract.start_on) },
        { label: t.f.contractEndOn, value: formatDate(contract.end_on) },
        { label: t.f.accountNo, value: <span className="kit-figure">{contract.account_no}</span> },
        { label: t.f.templateVersion, value: contract.template_version },
        { label: t.f.fileHash, value: contract.file_hash ? <code title={contract.file_hash}>{contract.file_hash.slice(0, 16)}…</code> : null },
      ]}
    />
  );
}

function DisbursementForm({ open, contract, onClose }: { open: boolean; contract: ContractDetail; onClose: () => void }) {
  const t = useText();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [form] = Form.useForm();
  const entrusted = Form.useWatch('pay_mode', form) === 'ENTRUSTED';
  return (
    <FormDrawer<DisbursementDetail>
      form={form}
      open={open}
      onClose={onClose}
      title={`${t.disbursements.create} · ${contract.contract_no}`}
      name="disbursement-create"
      doneMessage={t.disbursements.created}
      initialValues={{ amount: contract.available_amount, pay_mode: 'SELF' }}
      send={(command, values) => command.post('/disbursements', { contract_id: contract.id, ...cleaned(values) })}
      onDone={(made) => void navigate({ to: `/disbursements/${made.id}` } as never)}
    >
      <FieldGrid>
        <MoneyField name="amount" label={t.f.amount} required wide hint={t.disbursements.availableHint(formatMoney(contract.available_amount))} />
        <SelectField name="pay_mode" label={t.f.payMode} required options={optionsOf('payMode', locale)} />
        <NumberField name="term_months" label={t.f.termMonths} min={1} max={contract.term_months} hint={t.disbursements.termHint} />
        {entrusted ? (
          <TextField name="payee_account_no" label={t.f.payeeAccountNo} required wide maxLength={32} />
        ) : (
          <p className="kit-hint kit-wide">{t.disbursements.selfHint(contract.account_no)}</p>
        )}
      </FieldGrid>
    </FormDrawer>
  );
}
