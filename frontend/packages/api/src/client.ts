/** The one HTTP client of the front end: CSRF, idempotency, language, problem documents. */
import { randomKey } from './command-key';
import { NETWORK_FAULT, Problem, UNREADABLE_ANSWER, problemFrom } from './problem';

export type Transport = (input: string, init: RequestInit) => Promise<Response>;
export type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue>;

export interface ClientOptions {
  transport?: Transport;
  prefix?: string;
  language: () => string;
  cookies?: () => string;
  /** An answer said that nobody is signed in (any more); true when somebody is again, then it is sent again. */
  onSignedOut?: (code: string) => Promise<boolean>;
  /** A command wants a fresh code of the second factor; true when one was given, then it is sent again. */
  onFreshFactor?: () => Promise<boolean>;
}

const FRESH_FACTOR = 'identity.fresh_factor_required';
const UNCHANGED = 304;
const SIGNED_OUT = new Set(['identity.not_signed_in', 'identity.wrong_entity']);

export interface Tagged<T> {
  data: T;
  etag: string | null;
}

export interface CommandOptions {
  key: string;
  signal?: AbortSignal;
}

interface SendOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  accept?: string;
}

export class ApiClient {
  private readonly transport: Transport;
  private readonly prefix: string;
  private readonly language: () => string;
  private readonly cookies: () => string;
  private readonly onSignedOut: (code: string) => Promise<boolean>;
  private readonly onFreshFactor: () => Promise<boolean>;
  /** The id of the request sent last: what to quote when a page fails that shows no answer's own. */
  lastCorrelationId: string | null = null;

  constructor(options: ClientOptions) {
    this.transport = options.transport ?? ((input, init) => fetch(input, init));
    this.prefix = options.prefix ?? '/api/v1';
    this.language = options.language;
    this.cookies = options.cookies ?? (() => document.cookie);
    this.onSignedOut = options.onSignedOut ?? (() => Promise.resolve(false));
    this.onFreshFactor = options.onFreshFactor ?? (() => Promise.resolve(false));
  }

  url(path: string, query?: Query): string {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
    }
    const text = params.toString();
    return `${this.prefix}${path}${text ? `?${text}` : ''}`;
  }

  async get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return (await this.getTagged<T>(path, query, signal)).data;
  }

  /** With the ETag that a later `patch` of the same resource must name. */
  async getTagged<T>(path: string, query?: Query, signal?: AbortSignal): Promise<Tagged<T>> {
    const response = await this.send('GET', this.url(path, query), { signal });
    return { data: await this.json<T>(response), etag: response.headers.get('ETag') };
  }

  /** What a page asks again and again: null when it is still what `etag` stands for. Keeps no session alive. */
  async getIfChanged<T>(path: string, etag: string | null, signal?: AbortSignal): Promise<Tagged<T> | null> {
    const headers = { 'X-Background': '1', ...(etag ? { 'If-None-Match': etag } : {}) };
    const response = await this.send('GET', this.url(path), { headers, signal });
    if (response.status === UNCHANGED) return null;
    return { data: await this.json<T>(response), etag: response.headers.get('ETag') };
  }

  async file(path: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.send('GET', this.url(path), { signal, accept: '*/*' });
    return response.blob();
  }

  async post<T>(path: string, body: unknown, { key, signal }: CommandOptions): Promise<T> {
    const response = await this.send('POST', this.url(path), {
      body,
      headers: { 'Idempotency-Key': key },
      signal,
    });
    return this.json<T>(response);
  }

  /** A reading that needs a body and answers with a file. */
  async postFile(path: string, body: unknown): Promise<Blob> {
    const response = await this.send('POST', this.url(path), { body, accept: '*/*' });
    return response.blob();
  }

  async patch<T>(path: string, body: unknown, etag: string | null): Promise<T> {
    const response = await this.send('PATCH', this.url(path), {
      body,
      headers: etag ? { 'If-Match': etag } : {},
    });
    return this.json<T>(response);
  }

  /** Puts the body in the place of what was there; the same again changes nothing, so it needs no key. */
  async put<T>(path: string, body: unknown): Promise<T> {
    return this.json<T>(await this.send('PUT', this.url(path), { body }));
  }

  async delete(path: string): Promise<void> {
    await this.send('DELETE', this.url(path), {});
  }

  private async send(
    method: string,
    url: string,
    options: SendOptions,
    /** Why it is sent again: each reason once. */
    again: readonly string[] = [],
  ): Promise<Response> {
    // one id from here to the last log line; shown when the answer is a fault or never comes
    const correlationId = randomKey();
    this.lastCorrelationId = correlationId;
    const headers: Record<string, string> = {
      'X-Correlation-ID': correlationId,
      Accept: options.accept ?? 'application/json, application/problem+json',
      'Accept-Language': this.language(),
      ...options.headers,
    };
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET') {
      const token = cookieValue(this.cookies(), 'csrftoken');
      if (token) headers['X-CSRFToken'] = token;
    }
    let response: Response;
    try {
      response = await this.transport(url, {
        method,
        headers,
        credentials: 'same-origin',
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new Problem({ status: 0, code: NETWORK_FAULT, title: 'network', correlationId });
    }
    if (!response.ok && response.status !== UNCHANGED) {
      const problem = await problemFrom(response);
      // nothing was done, for nobody was signed in: the same request is sent once more when somebody is
      if (SIGNED_OUT.has(problem.code) && !again.includes('session') && (await this.onSignedOut(problem.code))) {
        return this.send(method, url, options, [...again, 'session']);
      }
      // refused before anything was done: the same command, under the same key, is simply sent again
      if (problem.code === FRESH_FACTOR && !again.includes('factor') && (await this.onFreshFactor())) {
        return this.send(method, url, options, [...again, 'factor']);
      }
      throw problem;
    }
    return response;
  }

  private async json<T>(response: Response): Promise<T> {
    if (response.status === 204) return undefined as T;
    const text = await response.text();
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Problem({ status: response.status, code: UNREADABLE_ANSWER, title: 'unreadable' });
    }
  }
}

export function cookieValue(cookies: string, name: string): string | null {
  for (const part of cookies.split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return null;
}
