import { randomKey, type FoundGroup, type OpenedRow } from '@credit/api';
import type { DictionaryName } from '@credit/domain';
import { client } from './client';

/** By which dictionary the state of each kind is named. */
export const STATES: Partial<Record<string, DictionaryName>> = {
  'approvals.task': 'taskState',
  'customers.customer': 'customerStatus',
  'intake.intake': 'intakeState',
  'applications.application': 'applicationState',
  'contracts.contract': 'contractState',
  'loans.loan': 'loanStatus',
  'loans.disbursement': 'disbursementState',
  'products.product': 'productStatus',
  'catalog.product': 'productStatus',
  'entities.entity': 'entityStatus',
};

/** In the body and not in the address: what is typed may be an identity number, and addresses are logged. */
export const search = async (text: string, signal: AbortSignal): Promise<FoundGroup[]> =>
  (await client.post<{ groups: FoundGroup[] }>('/desk/search', { text }, { key: randomKey(), signal })).groups;

/** What was opened last, in its own order: neighbours of one kind stand together. */
export function recentGroups(rows: readonly OpenedRow[] | undefined, most: number): FoundGroup[] {
  const groups: FoundGroup[] = [];
  for (const row of (rows ?? []).slice(0, most)) {
    const last = groups.at(-1);
    if (last?.kind === row.kind) last.rows.push(row);
    else groups.push({ kind: row.kind, name_zh: row.name_zh, name_en: row.name_en, rows: [row], more: false });
  }
  return groups;
}
