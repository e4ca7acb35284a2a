import { useParams } from '@tanstack/react-router';

export function useParam(name: 'id' | 'code' = 'id'): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return params[name] ?? '';
}

/** A reference that may come as an object or as plain text. */
export function nameOf(value: { name: string } | string | null | undefined): string {
  if (value == null || value === '') return '—';
  return typeof value === 'string' ? value : value.name;
}
