/** How the fields of a form are called and shown, for whoever must speak of them: the comparison of two versions. */
import { createContext, use, useEffect } from 'react';
import { keyOf, type FieldName } from './values';

export interface FieldFace {
  label: string;
  show: (value: unknown) => string;
}

export class Faces {
  private readonly known = new Map<string, FieldFace>();

  set(name: string, face: FieldFace): void {
    this.known.set(name, face);
  }

  label(name: string): string {
    return this.known.get(name)?.label ?? name;
  }

  show(name: string, value: unknown): string {
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return '—';
    return this.known.get(name)?.show(value) ?? String(value);
  }

  has(name: string): boolean {
    return this.known.has(name);
  }
}

export const FacesContext = createContext<Faces | null>(null);

export function useFace(name: FieldName, label: string, show: (value: unknown) => string = String): void {
  const faces = use(FacesContext);
  useEffect(() => faces?.set(keyOf(name), { label, show }));
}
