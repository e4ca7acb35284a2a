import type { ComponentType } from 'react';
import type { Query } from '@credit/api';

export interface ExportButtonProps {
  list: string;
  resource: string;
  /** The conditions and the order that are shown now, without the page. */
  query: Query;
  /** The columns as they are shown now. */
  columns: readonly { key: string; title: string }[];
  total: number;
}

/** The button stands in a folder of its own, which an installation may leave out. */
const found = import.meta.glob<Record<string, ComponentType<ExportButtonProps>>>('../exports/ExportButton.tsx', { eager: true });
const ExportButton = Object.values(found)[0]?.ExportButton;

export function ExportSlot(props: ExportButtonProps) {
  return ExportButton ? <ExportButton {...props} /> : null;
}
