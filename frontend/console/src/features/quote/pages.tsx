import { useEffect, useRef, useState } from 'react';
import { App, Button, Empty, Form } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { randomKey, type LoanQuoteRequest, type Problem, type QuoteProduct, type QuoteResult } from '@credit/api';
import { Panel, ProblemAlert, useApi, useGet, useSearchParams, useSession } from '@credit/ui';
import { useText } from '../../text';
import { useSettled } from '../applications/preview';
import { ListPage } from '../shared/ListPage';
import { QuoteForm } from './QuoteForm';
import { Comparison, Result, ResultColumn } from './Results';
import { isFresh, placeInForm, prefill, readValues, requestOf, writeValues, type QuoteValues } from './terms';
import './quote.css';

function useQuote(request: LoanQuoteRequest | null): UseQueryResult<QuoteResult, Problem> {
  const api = useApi();
  return useQuery<QuoteResult, Problem>({
    queryKey: ['quote', request],
    queryFn: () => api.post<QuoteResult>('/loans/quote', request, { key: randomKey() }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    retry: false,
  });
}

export function LoanQuote() {
  const t = useText();
  const { business_date } = useSession();
  const [search, setSearch] = useSearchParams();
  const [form] = Form.useForm();
  const [values, setValues] = useState<QuoteValues>(() => readValues(search, business_date));
  const products = useGet<QuoteProduct[]>('/loans/quote/products');
  const product = products.data?.find((row) => row.id === values.product);
  const left = useSettled(requestOf(values, values.method, product), 350);
  const right = useSettled(requestOf(values, values.compare, product), 350);
  const [first, second] = [useQuote(left), useQuote(right)];

  // the address follows the form; the menu entry, which has no parameters, begins anew
  const settled = useSettled(values, 350);
  const written = useRef(false);
  useEffect(() => {
    if (written.current && isFresh(search)) begin();
    written.current = !isFresh(search);
  }, [search]);
  useEffect(() => {
    const next = writeValues(search, settled);
    if (JSON.stringify(next) !== JSON.stringify(search)) setSearch(next);
  }, [settled]);

  function begin() {
    const fresh = readValues({}, business_date);
    form.resetFields();
    form.setFieldsValue(fresh);
    setValues(fresh);
  }

  function change(changed: Partial<QuoteValues>) {
    let next = form.getFieldsValue(true) as QuoteValues;
    const chosen = 'product' in changed && products.data?.find((row) => row.id === changed.product);
    if (chosen) {
      next = prefill(next, chosen);
      form.setFieldsValue(next);
    }
    if (next.compare && next.compare === next.method) {
      next = { ...next, compare: null };
      form.setFieldValue('compare', null);
    }
    setValues(next);
  }

  const problems = [first.error, second.error];
  useEffect(() => {
    form.setFields(form.getFieldsError().map(({ name }) => ({ name, errors: [] })));
    for (const fault of problems.flatMap((problem) => problem?.errors ?? [])) {
      const name = placeInForm(fault.field, form.getFieldsValue(true) as QuoteValues);
      form.setFields([{ name: name as never, errors: [fault.message] }]);
    }
  }, problems);

  return (
    <ListPage
      title={t.quote.title}
      actions={
        <>
          <Button onClick={begin}>{t.quote.reset}</Button>
          <Button icon={<PrinterOutlined aria-hidden />} disabled={!first.data || !left} onClick={() => window.print()}>
            {t.quote.print}
          </Button>
        </>
      }
    >
      <div className="quote-terms">
        <Panel title={t.quote.terms}>
          <ProblemAlert problem={products.error} onRetry={() => void products.refetch()} />
          <QuoteForm form={form} values={values} products={products.data} onChange={change} />
        </Panel>
      </div>
      <section aria-label={t.quote.result} aria-busy={first.isFetching || second.isFetching}>
        <Results values={values} left={left} right={right} first={first} second={second} />
      </section>
    </ListPage>
  );
}

interface Answers {
  values: QuoteValues;
  left: LoanQuoteRequest | null;
  right: LoanQuoteRequest | null;
  first: UseQueryResult<QuoteResult, Problem>;
  second: UseQueryResult<QuoteResult, Problem>;
}

function Results({ values, left, right, first, second }: Answers) {
  const t = useText();
  const download = useDownload();
  // a refused change leaves no figures of the terms before it
  const one = left && !first.isError ? first.data : undefined;
  const two = right && !second.isError ? second.data : undefined;
  const problems = (
    <>
      {left && <Refused answer={first} />}
      {right && second.error?.code !== first.error?.code && <Refused answer={second} />}
    </>
  );
  const missing = missingFor(values, t);
  if (!one) {
    return (
      <>
        {problems}
        {!left && (
          <Panel>
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={missing} />
          </Panel>
        )}
      </>
    );
  }
  const save = (request: LoanQuoteRequest | null) => () => void (request && download(request));
  return (
    <>
      {problems}
      {values.compare && two ? (
        <>
          <Comparison left={one} right={two} />
          <div className="kit-halves quote-columns">
            <ResultColumn quote={one} onExport={save(left)} />
            <ResultColumn quote={two} onExport={save(right)} />
          </div>
        </>
      ) : (
        <>
          {values.compare && !right && <p className="kit-muted">{missing}</p>}
          <Result quote={one} onExport={save(left)} />
        </>
      )}
      <p className="kit-muted">{t.quote.note}</p>
    </>
  );
}

/** The fields show their own faults; only what did not reach the server may be tried again as it is. */
function Refused({ answer: { error, refetch } }: { answer: UseQueryResult<QuoteResult, Problem> }) {
  const inForm = new Set(error?.errors.map((fault) => fault.field));
  const again = error && error.status !== 422 ? { onRetry: () => void refetch() } : {};
  return <ProblemAlert problem={error} shownFields={inForm} {...again} />;
}

/** What a method still wants before it can be computed. */
function missingFor(values: QuoteValues, t: ReturnType<typeof useText>): string {
  const wants = (method: string) => values.method === method || values.compare === method;
  if (!values.principal || !values.annual_rate || (!values.term_months && !values.maturity_date)) return t.quote.empty;
  if (wants('BALLOON') && !values.amort_term_months) return t.quote.emptyFor.amort;
  if (wants('GRACE_EQUAL_INSTALMENT') && values.grace_periods == null) return t.quote.emptyFor.grace;
  if (wants('SCHEDULED') && !requestOf(values, 'SCHEDULED')) return t.quote.emptyFor.plan;
  if (wants('REVOLVING') && !requestOf(values, 'REVOLVING')) return t.quote.emptyFor.events;
  return t.quote.empty;
}

function useDownload(): (request: LoanQuoteRequest) => Promise<void> {
  const api = useApi();
  const t = useText();
  const { message } = App.useApp();
  return async (request) => {
    try {
      const url = URL.createObjectURL(await api.postFile('/loans/quote/export', request));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${t.quote.title}-${request.method.toLowerCase()}-${request.start_date}.xlsx`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      void message.error((error as Problem).title);
    }
  };
}
