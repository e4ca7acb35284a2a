/** Administrative divisions down to the county (GB/T 2260), fetched when somebody needs them. */
import { useQuery } from '@tanstack/react-query';

export interface Region {
  value: string;
  label: string;
  children?: Region[];
}

interface AreaList {
  province_list: Record<string, string>;
  city_list: Record<string, string>;
  county_list: Record<string, string>;
}

export interface Regions {
  tree: Region[];
  /** "520111" -> ["贵州省", "贵阳市", "花溪区"]; what is not there is left out. */
  names: (code: string) => string[];
}

export function regionsOf({ province_list: provinces, city_list: cities, county_list: counties }: AreaList): Regions {
  const below = (list: Record<string, string>, prefix: string) =>
    Object.entries(list).filter(([code]) => code.startsWith(prefix)).map(([value, label]) => ({ value, label }));
  const tree = Object.entries(provinces).map(([value, label]) => ({
    value,
    label,
    children: below(cities, value.slice(0, 2)).map((city) => ({ ...city, children: below(counties, city.value.slice(0, 4)) })),
  }));
  const names = (code: string) => {
    const [province, city, county] = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code.slice(0, 6)];
    return [provinces[province], cities[city], counties[county]].filter((name): name is string => name !== undefined);
  };
  return { tree, names };
}

export function useRegions(enabled = true): Regions | undefined {
  return useQuery({
    queryKey: ['regions'],
    queryFn: async () => regionsOf((await import('@vant/area-data')).areaList),
    staleTime: Infinity,
    enabled,
  }).data;
}
