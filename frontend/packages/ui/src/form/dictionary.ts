import type { DictionaryDetail } from '@credit/api';
import { useGet } from '../api';
import { useLocale } from '../locale';

export interface DictionaryWords {
  /** A code that is no entry shows itself: older records hold words. */
  label: (code: string | null | undefined) => string;
  /** What may be chosen now, and the value that the record has already. */
  options: (kept?: string) => { value: string; label: string }[];
  loading: boolean;
}

/** A dictionary that people keep, in the words of the language; the browser asks again by its ETag. */
export function useDictionary(code: string): DictionaryWords {
  const { locale } = useLocale();
  const query = useGet<DictionaryDetail>(`/dictionaries/${code}`);
  const entries = query.data?.entries ?? [];
  const words = new Map(entries.map((entry) => [entry.code, locale === 'en' ? entry.name_en : entry.name]));
  const label = (wanted: string | null | undefined) => (wanted ? (words.get(wanted) ?? wanted) : '—');
  return {
    label,
    options: (kept) => {
      const open = entries.filter((entry) => entry.is_active || entry.code === kept).map((entry) => entry.code);
      const all = kept && !words.has(kept) ? [kept, ...open] : open;
      return all.map((value) => ({ value, label: label(value) }));
    },
    loading: query.isPending,
  };
}
