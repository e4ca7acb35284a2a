/** RFC 9457 problem documents as typed errors. */

export interface FieldFault {
  field: string;
  code: string;
  message: string;
}

export interface ProblemFacts {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: FieldFault[];
  params?: Record<string, unknown>;
  correlationId?: string | null;
}

/** Codes of faults that no server reported. */
export const NETWORK_FAULT = 'client.network';
export const UNREADABLE_ANSWER = 'client.unreadable_answer';

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldFault[];
  readonly params: Record<string, unknown>;
  readonly correlationId: string | null;

  constructor(facts: ProblemFacts) {
    super(facts.detail || facts.title);
    this.name = 'Problem';
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail ?? '';
    this.errors = facts.errors ?? [];
    this.params = facts.params ?? {};
    this.correlationId = facts.correlationId ?? null;
  }

  /** The command may or may not have happened: a retry must carry the same key. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500 || this.code === 'platform.idempotency_running';
  }
}

export async function problemFrom(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object') body = parsed as Record<string, unknown>;
  } catch {
    // a proxy's HTML page, or nothing at all: the status still says enough
  }
  return new Problem({
    status: response.status,
    code: asText(body.code) ?? UNREADABLE_ANSWER,
    title: asText(body.title) ?? `HTTP ${response.status}`,
    detail: asText(body.detail) ?? '',
    errors: asFaults(body.errors),
    params: (body.params as Record<string, unknown> | undefined) ?? {},
    correlationId: asText(body.correlation_id) ?? response.headers.get('X-Correlation-Id'),
  });
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function asFaults(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((item): item is Record<string, unknown> => item !== null && typeof item === 'object')
    .map((item) => ({
      field: String(item.field ?? ''),
      code: String(item.code ?? ''),
      message: String(item.message ?? ''),
    }));
}
