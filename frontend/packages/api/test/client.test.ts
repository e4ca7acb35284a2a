import { describe, expect, test } from 'vitest';
import { ApiClient, CommandKey, NETWORK_FAULT, Problem, randomKey, type Transport } from '../src';

interface Sent {
  url: string;
  init: RequestInit;
}

function clientWith(answer: (sent: Sent) => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const signedOut = { times: 0, renewed: false };
  const transport: Transport = async (url, init) => {
    sent.push({ url, init });
    return answer({ url, init });
  };
  const client = new ApiClient({
    transport,
    language: () => 'zh-CN',
    cookies: () => 'theme=x; csrftoken=a%3Db',
    onSignedOut: () => {
      signedOut.times += 1;
      return Promise.resolve(signedOut.renewed);
    },
  });
  return { client, sent, signedOut };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

async function failureOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

describe('requests', () => {
  test('a read carries the language, the query without empty values, and no CSRF header', async () => {
    const { client, sent } = clientWith(() => json({ count: 0 }));
    await client.get('/customers', { q: '王', branch: '', page: 2, state: undefined });
    expect(sent[0]!.url).toBe('/api/v1/customers?q=%E7%8E%8B&page=2');
    const headers = sent[0]!.init.headers as Record<string, string>;
    expect(headers['Accept-Language']).toBe('zh-CN');
    expect(headers['X-CSRFToken']).toBeUndefined();
  });

  test('a command carries CSRF token and key', async () => {
    const { client, sent } = clientWith(() => json({ id: 1 }, 201));
    expect(await client.post('/intakes/1/accept', {}, { key: 'k-1' })).toEqual({ id: 1 });
    const headers = sent[0]!.init.headers as Record<string, string>;
    expect(headers['X-CSRFToken']).toBe('a=b');
    expect(headers['Idempotency-Key']).toBe('k-1');
    expect(sent[0]!.init.body).toBe('{}');
  });

  test('every request carries an id of its own, which a lost connection still tells', async () => {
    const { client, sent } = clientWith(({ url }) => {
      if (url.includes('lost')) throw new TypeError('failed to fetch');
      return json({});
    });
    await client.get('/customers');
    const problem = await failureOf(client.get('/lost'));
    const ids = sent.map(({ init }) => (init.headers as Record<string, string>)['X-Correlation-ID']);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[0]).not.toBe(ids[1]);
    expect(problem.correlationId).toBe(ids[1]);
  });

  test('a file that is asked for with a body needs no key', async () => {
    const { client, sent } = clientWith(() => new Response('PK', { status: 200 }));
    expect(await (await client.postFile('/loans/quote/export', { principal: '1.00' })).text()).toBe('PK');
    const headers = sent[0]!.init.headers as Record<string, string>;
    expect(headers['Idempotency-Key']).toBeUndefined();
    expect(headers['X-CSRFToken']).toBe('a=b');
    expect(headers.Accept).toBe('*/*');
  });

  test('an edit names the version it saw', async () => {
    const { client, sent } = clientWith(() => json({ version: 3 }, 200, { ETag: '"3"' }));
    const { etag } = await client.getTagged('/customers/7');
    await client.patch('/customers/7', { name: '李' }, etag);
    expect((sent[1]!.init.headers as Record<string, string>)['If-Match']).toBe('"3"');
  });

  test('an empty answer is no error', async () => {
    const { client } = clientWith(() => new Response(null, { status: 204 }));
    await client.delete('/session');
  });
});

describe('problems', () => {
  test('a problem document becomes a typed error', async () => {
    const { client } = clientWith(() =>
      json(
        {
          type: 'about:blank',
          title: '输入有误',
          status: 422,
          code: 'platform.invalid',
          detail: '请检查',
          errors: [{ field: 'amount', code: 'too_large', message: '超过上限' }],
          correlation_id: 'c-9',
          params: { max: '500000.00' },
        },
        422,
      ),
    );
    const problem = await failureOf(client.post('/intakes', {}, { key: 'k' }));
    expect(problem).toMatchObject({ status: 422, code: 'platform.invalid', detail: '请检查', correlationId: 'c-9' });
    expect(problem.errors).toEqual([{ field: 'amount', code: 'too_large', message: '超过上限' }]);
    expect(problem.params).toEqual({ max: '500000.00' });
    expect(problem.isUncertain).toBe(false);
  });

  test('only a lost session counts as signed out, a wrong password does not', async () => {
    const lost = clientWith(() => json({ code: 'identity.not_signed_in', title: '' }, 401));
    await failureOf(lost.client.get('/loans'));
    expect(lost.signedOut.times).toBe(1);
    const wrong = clientWith(() => json({ code: 'identity.bad_credentials', title: '' }, 401));
    await failureOf(wrong.client.post('/session', {}, { key: 'k' }));
    expect(wrong.signedOut.times).toBe(0);
  });

  test('a request that found nobody signed in is sent once more when somebody is again, under the same key', async () => {
    let signedIn = false;
    const { client, sent, signedOut } = clientWith(() =>
      signedIn ? json({ id: 1 }, 201) : ((signedIn = true), json({ code: 'identity.not_signed_in', title: '' }, 401)),
    );
    signedOut.renewed = true;
    expect(await client.post('/intakes', { amount: '1.00' }, { key: 'k-7' })).toEqual({ id: 1 });
    expect(sent.map((one) => (one.init.headers as Record<string, string>)['Idempotency-Key'])).toEqual(['k-7', 'k-7']);
    expect(sent[1]!.init.body).toBe(sent[0]!.init.body);
  });

  test('it is not sent a third time', async () => {
    const { client, sent, signedOut } = clientWith(() => json({ code: 'identity.not_signed_in', title: '' }, 401));
    signedOut.renewed = true;
    await failureOf(client.get('/loans'));
    expect(sent).toHaveLength(2);
  });

  test('what a page asks again and again names its ETag, and 304 is no fault', async () => {
    const { client, sent } = clientWith(({ init }) =>
      (init.headers as Record<string, string>)['If-None-Match'] === 'W/"1"'
        ? new Response(null, { status: 304 })
        : json({ unread: 1 }, 200, { ETag: 'W/"1"' }),
    );
    const first = await client.getIfChanged<{ unread: number }>('/desk/counts', null);
    expect(first).toEqual({ data: { unread: 1 }, etag: 'W/"1"' });
    expect(await client.getIfChanged('/desk/counts', first!.etag)).toBeNull();
    expect((sent[0]!.init.headers as Record<string, string>)['X-Background']).toBe('1');
  });

  test('an HTML error page and a dead line are problems too', async () => {
    const page = clientWith(() => new Response('<html>', { status: 502 }));
    expect((await failureOf(page.client.get('/loans'))).status).toBe(502);
    const dead = clientWith(() => {
      throw new TypeError('fetch failed');
    });
    const problem = await failureOf(dead.client.get('/loans'));
    expect(problem).toMatchObject({ status: 0, code: NETWORK_FAULT, isUncertain: true });
  });
});

describe('idempotency key of a form', () => {
  const numbered = () => {
    let count = 0;
    return new CommandKey(() => `k${(count += 1)}`);
  };
  const problem = (status: number, code = 'x') => new Problem({ status, code, title: '' });

  test('the same content after an uncertain outcome repeats the key', () => {
    const keys = numbered();
    expect(keys.keyFor('/loans/1/repayments', { amount: '10.00' })).toBe('k1');
    keys.failed(problem(0));
    expect(keys.keyFor('/loans/1/repayments', { amount: '10.00' })).toBe('k1');
    keys.failed(problem(503));
    expect(keys.keyFor('/loans/1/repayments', { amount: '10.00' })).toBe('k1');
    keys.failed(problem(409, 'platform.idempotency_running'));
    expect(keys.keyFor('/loans/1/repayments', { amount: '10.00' })).toBe('k1');
  });

  test('changed content, a refusal or a success start a new key', () => {
    const keys = numbered();
    keys.keyFor('/x', { amount: '10.00' });
    expect(keys.keyFor('/x', { amount: '11.00' })).toBe('k2');
    keys.failed(problem(422));
    expect(keys.keyFor('/x', { amount: '11.00' })).toBe('k3');
    keys.succeeded();
    expect(keys.keyFor('/x', { amount: '11.00' })).toBe('k4');
  });

  test('keys are version 4 UUIDs', () => {
    expect(randomKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a fresh second factor', () => {
  const refused = () => json({ code: 'identity.fresh_factor_required', title: 'again', status: 403 }, 403);

  function clientAsking(given: boolean, answers: (() => Response)[]) {
    const sent: Sent[] = [];
    const asked = { times: 0 };
    const client = new ApiClient({
      transport: async (url, init) => {
        sent.push({ url, init });
        return answers[Math.min(sent.length, answers.length) - 1]!();
      },
      language: () => 'zh-CN',
      cookies: () => '',
      onFreshFactor: async () => {
        asked.times += 1;
        return given;
      },
    });
    return { client, sent, asked };
  }

  test('is asked for, and the same command is sent again under its key', async () => {
    const { client, sent, asked } = clientAsking(true, [refused, () => json({ id: 1 })]);
    expect(await client.post('/accounts/1/second-factor-reset', {}, { key: 'k-1' })).toEqual({ id: 1 });
    expect(asked.times).toBe(1);
    expect(sent.map(({ init }) => (init.headers as Record<string, string>)['Idempotency-Key'])).toEqual(['k-1', 'k-1']);
  });

  test('not given, the refusal stands and nothing is sent again', async () => {
    const { client, sent } = clientAsking(false, [refused]);
    expect((await failureOf(client.post('/x', {}, { key: 'k-1' }))).code).toBe('identity.fresh_factor_required');
    expect(sent).toHaveLength(1);
  });

  test('is asked for once, however often the server refuses', async () => {
    const { client, sent, asked } = clientAsking(true, [refused]);
    await failureOf(client.post('/x', {}, { key: 'k-1' }));
    expect(asked.times).toBe(1);
    expect(sent).toHaveLength(2);
  });
});
