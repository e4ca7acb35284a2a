import type { Problem } from './problem';

/**
 * The Idempotency-Key of one form. Sending the same content again after an uncertain
 * outcome repeats the key, so the server answers with what it already did; changed
 * content or a definite answer starts a new one.
 */
export class CommandKey {
  private current: { content: string; key: string } | null = null;

  constructor(private readonly newKey: () => string = randomKey) {}

  keyFor(path: string, body: unknown): string {
    const content = `${path}\n${JSON.stringify(body ?? null)}`;
    if (this.current?.content !== content) this.current = { content, key: this.newKey() };
    return this.current.key;
  }

  succeeded(): void {
    this.current = null;
  }

  failed(problem: Problem): void {
    if (!problem.isUncertain) this.current = null;
  }
}

/** randomUUID exists only in secure contexts; plain http on a bank's intranet is not one. */
export function randomKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
