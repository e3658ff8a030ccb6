import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let key: TestCaller;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  key = await api.asKey('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const newKey = (name = 'made once') => ({ name, role: 'analyst' });
const post = (who: TestCaller, idempotencyKey: string, body: unknown = newKey()) =>
  who.request('POST', '/api-keys', body, { 'idempotency-key': idempotencyKey });

async function keysNamed(name: string): Promise<number> {
  return (await database.owner.sql`select 1 from auth.apikey where name = ${name}`).length;
}

describe('Idempotency-Key', () => {
  it('makes a thing once and gives the same answer again', async () => {
    const idempotencyKey = randomUUID();
    const first = await post(key, idempotencyKey);
    const again = await post(key, idempotencyKey);
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect(await again.json()).toEqual(await first.json());
    expect(await keysNamed('made once')).toBe(1);
  });

  it('keeps answers sealed: the text of a key stands nowhere in the database', async () => {
    const made = await bodyOf<{ key: string }>(await post(key, randomUUID(), newKey('sealed')));
    const [row] = await database.owner
      .sql`select count(*) as n from idempotency_keys where body_sealed like ${`%${made.key}%`} or body_sealed like '%sealed%'`;
    expect(row?.n).toBe(0);
  });

  it('is wanted from API keys and free for people', async () => {
    const missing = await key.request('POST', '/api-keys', newKey(), { 'idempotency-key': '' });
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({ code: 'idempotency_key_missing' });
    const admin = await api.asUser('admin');
    const answer = await api.app.request('/api/v1/api-keys', {
      method: 'POST',
      body: JSON.stringify(newKey()),
      headers: { ...admin.headers, 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(201);
  });

  it('is refused for another request, and for another person with the same key', async () => {
    const idempotencyKey = randomUUID();
    await post(key, idempotencyKey);
    const other = await post(key, idempotencyKey, newKey('something else'));
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' });
    expect((await post(await api.asUser('admin'), idempotencyKey)).status).toBe(422);
    expect(await keysNamed('something else')).toBe(0);
  });

  it.each([
    ['small', 0],
    // Its beginning, which is looked at before it is read, is that of the other one.
    ['large', 60_000],
  ])('is refused for another %s file of the same length, and answers the same one drawn anew', async (_, others) => {
    const idempotencyKey = randomUUID();
    const upload = (address: string, boundary: string) => {
      const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv`;
      const type = `multipart/form-data; boundary=${boundary}`;
      const body = `${part}\r\n\r\nEmail\n${'eve@reader.example\n'.repeat(others)}${address}\n\r\n--${boundary}--\r\n`;
      const headers = { ...key.headers, 'idempotency-key': idempotencyKey, 'content-type': type };
      const length = { 'content-length': String(body.length) };
      return api.app.request('/api/v1/imports/preview', { method: 'POST', body, headers: { ...headers, ...length } });
    };
    const first = await upload('ann@reader.example', 'aaaa');
    expect([first.status, JSON.stringify(await first.json())]).toEqual([200, expect.stringContaining('@reader.')]);
    expect((await upload('bob@reader.example', 'aaaa')).status).toBe(422);
    const again = await upload('ann@reader.example', 'bbbb');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  });

  it('belongs to a tenant: another one may use the same', async () => {
    const idempotencyKey = randomUUID();
    await post(key, idempotencyKey, newKey('shared'));
    const stranger = await api.asKey('admin', await api.tenant('Stranger'));
    const answer = await post(stranger, idempotencyKey, newKey('shared'));
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await keysNamed('shared')).toBe(2);
  });

  it('runs one of many at the same time, the others get 409 or its answer', async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(key, idempotencyKey, newKey('raced'))));
    expect(await keysNamed('raced')).toBe(1);
    expect(answers.map(({ status }) => status).every((status) => status === 201 || status === 409)).toBe(true);
  });

  it('does not keep a refusal: the same key may try again', async () => {
    const idempotencyKey = randomUUID();
    const analyst = await api.asKey('analyst');
    expect((await post(analyst, idempotencyKey)).status).toBe(403);
    const bad = await key.request(
      'POST',
      '/api-keys',
      { name: 'x', role: 'king' },
      { 'idempotency-key': idempotencyKey },
    );
    expect(bad.status).toBe(400);
  });

  it('is not blocked for ever by a crash in mid-flight', async () => {
    const idempotencyKey = randomUUID();
    expect((await post(key, idempotencyKey, newKey('crashed'))).status).toBe(201);
    // As a process leaves it that dies before it has stored the answer.
    await database.owner
      .sql`update idempotency_keys set status = null, body_sealed = null, claimed_until = now() + interval '5 s' where key = ${idempotencyKey}`;
    const early = await post(key, idempotencyKey, newKey('crashed'));
    expect([early.status, (await bodyOf(early)).code]).toEqual([409, 'idempotency_in_flight']);
    await database.owner
      .sql`update idempotency_keys set claimed_until = now() - interval '1 s' where key = ${idempotencyKey}`;
    expect((await post(key, idempotencyKey, newKey('crashed'))).status).toBe(201);
  });
});
