import type { Page, ProvinceNightRow } from '@credit/api';
import { Chart, Panel, useGet } from '@credit/ui';
import { useText } from '../../text';
import { useEntityNames } from '../shared/entityNames';

/** So many bars are drawn; the table behind the chart has all banks. */
const MOST = 15;
const RUNNING = 15_000;

/** The nights of one business date over all banks, at most 200. */
function useNightsOf(on: string | null | undefined) {
  const names = useEntityNames();
  const nights = useGet<Page<ProvinceNightRow>>('/nights', { business_on: on ?? '', page_size: 200 }, {
    enabled: Boolean(on),
    poll: (page) => (page?.results.every((row) => row.state === 'DONE') ? false : RUNNING),
  });
  return { nights, nameOf: (row: ProvinceNightRow) => names.get(row.entity_code) ?? row.entity_code };
}

const seconds = (night: ProvinceNightRow): number | null =>
  night.started_at && night.finished_at ? (Date.parse(night.finished_at) - Date.parse(night.started_at)) / 1000 : null;

/** Which banks take long: the slowest nights of the date. */
export function NightSeconds({ on }: { on: string | null | undefined }) {
  const t = useText();
  const { nights, nameOf } = useNightsOf(on);
  return (
    <Panel>
      <Chart
        kind="ranking"
        most={MOST}
        title={t.charts.nightSeconds(on ?? '')}
        category={t.f.entity}
        name={nameOf}
        rows={(nights.data?.results ?? []).filter((row) => seconds(row) !== null)}
        series={[{ key: 'seconds', label: t.charts.seconds, unit: 'seconds', value: seconds }]}
        loading={nights.isLoading}
        problem={nights.error}
        onRetry={() => void nights.refetch()}
        emptyText={t.charts.nightSecondsNone}
      />
    </Panel>
  );
}

/** What the banks reported at the end of the night. */
export function BankBalances({ on }: { on: string | null | undefined }) {
  const t = useText();
  const { nights, nameOf } = useNightsOf(on);
  return (
    <Panel>
      <Chart
        kind="ranking"
        most={MOST}
        title={t.charts.bankBalances(on ?? '')}
        category={t.f.entity}
        name={nameOf}
        rows={(nights.data?.results ?? []).filter((row) => row.outstanding !== null)}
        series={[{ key: 'outstanding', label: t.f.outstanding, unit: 'money', value: (row) => row.outstanding }]}
        openPath={(row) => `/entities/${row.entity_code}`}
        loading={nights.isLoading}
        problem={nights.error}
        onRetry={() => void nights.refetch()}
        emptyText={t.charts.bankBalancesNone}
      />
    </Panel>
  );
}
