import type { ContractRow, Page } from '@credit/api';
import { labelOf } from '@credit/domain';
import { useCan, useGet, useLocale, type StoredDocument } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';

const MOST = 50;

/** The texts of a customer's contracts, the newest first: this case's and, to be compared with them, earlier ones. */
export function useContractDocuments(customerId: number | undefined, first?: ContractRow['id']): StoredDocument[] {
  const t = useText();
  const { locale } = useLocale();
  const can = useCan();
  const list = useGet<Page<ContractRow>>(
    '/contracts',
    { customer_id: customerId ?? '', page_size: MOST },
    { enabled: customerId !== undefined && can(ACTIONS.contractsView) },
  );
  return (list.data?.results ?? [])
    .toSorted((one, other) => Number(other.id === first) - Number(one.id === first))
    .map((row) => ({
      key: `contract.${row.id}`,
      label: `${t.contracts.document} ${row.contract_no} · ${labelOf('contractState', row.state, locale)}`,
      path: `/contracts/${row.id}/document`,
    }));
}
