import { useEffect, useState } from 'react';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { randomKey, type LoanQuoteRequest, type Problem, type Schedule } from '@credit/api';
import { compareDecimal, isDecimal } from '@credit/domain';
import { useApi, useSession } from '@credit/ui';

export interface PreviewTerms {
  amount?: string | null;
  approved_amount?: string | null;
  term_months?: number | null;
  approved_term_months?: number | null;
  annual_rate?: string | null;
  method?: LoanQuoteRequest['method'] | null;
  day_count?: LoanQuoteRequest['day_count'];
  interest_day?: number | null;
  period_months?: number | null;
}

function quoteRequest(terms: PreviewTerms | undefined, startOn: string | null): LoanQuoteRequest | null {
  const principal = terms?.approved_amount || terms?.amount;
  const term = terms?.approved_term_months ?? terms?.term_months;
  if (!terms || !startOn || !principal || !isDecimal(principal) || compareDecimal(principal, '0') <= 0) return null;
  if (!term || term <= 0 || !terms.method || !terms.annual_rate || !isDecimal(terms.annual_rate)) return null;
  return {
    principal,
    annual_rate: terms.annual_rate,
    method: terms.method,
    day_count: terms.day_count ?? null,
    start_date: startOn,
    term_months: term,
    interest_day: terms.interest_day ?? null,
    period_months: terms.period_months ?? 1,
  };
}

/** The schedule that these terms would make if paid out today; the server computes it. */
export function useSchedulePreview(terms: PreviewTerms | undefined): UseQueryResult<Schedule, Problem> {
  const api = useApi();
  const { business_date } = useSession();
  const request = useSettled(quoteRequest(terms, business_date), 350);
  return useQuery<Schedule, Problem>({
    queryKey: ['quote', request],
    queryFn: () => api.post<Schedule>('/loans/quote', request, { key: randomKey() }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    retry: false,
  });
}

/** The value once it has stopped changing. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return JSON.parse(settled) as T;
}
