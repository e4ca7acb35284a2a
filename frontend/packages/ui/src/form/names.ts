/** Ids on a page are unique: of two open forms of one name, the second is called "name-2". */
import { useEffect, useId } from 'react';

const places = new Map<string, (string | null)[]>();

function placeOf(name: string, owner: string): number {
  const held = places.get(name) ?? [];
  places.set(name, held);
  const own = held.indexOf(owner);
  if (own >= 0) return own;
  const free = held.indexOf(null);
  if (free >= 0) {
    held[free] = owner;
    return free;
  }
  return held.push(owner) - 1;
}

export function useUniqueName(name: string): string {
  const owner = useId();
  const place = placeOf(name, owner);
  useEffect(() => {
    placeOf(name, owner);
    return () => {
      const held = places.get(name) ?? [];
      const own = held.indexOf(owner);
      if (own >= 0) held[own] = null;
    };
  }, [name, owner]);
  return place === 0 ? name : `${name}-${place + 1}`;
}
