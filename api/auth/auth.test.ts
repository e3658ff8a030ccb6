import { randomBytes } from 'node:crypto';
import { createOTP } from '@better-auth/utils/otp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotateKeyRing, type KeyRing } from '../../domain/key-ring.ts';
import { bodyOf, createTestApi, sessionCookie, testOrigin, type TestApi } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createAuth } from './auth.ts';
import { betterAuthOptions } from './options.ts';

let database: TestDatabase;
let api: TestApi;
const password = 'correct horse battery';
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function post(path: string, body: unknown, cookie = '', from = api): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: testOrigin, ...(cookie ? { cookie } : {}) };
  return from.app.request(`/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function emailOf(personId: string): Promise<string> {
  const [row] = await database.owner.sql<{ email: string }[]>`select email from auth."user" where id = ${personId}`;
  return row?.email ?? '';
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** Turns TOTP on as a person does and returns the secret of their app. */
async function turnOnTotp(
  cookie: string,
  from = api,
): Promise<{ secret: string; backupCodes: string[]; cookie: string }> {
  const enabled = await post('/two-factor/enable', { password }, cookie, from);
  const { totpURI, backupCodes } = await bodyOf<{ totpURI: string; backupCodes: string[] }>(enabled);
  const secret = new TextDecoder().decode(fromBase32(new URL(totpURI).searchParams.get('secret') ?? ''));
  const verified = await post('/two-factor/verify-totp', { code: await createOTP(secret).totp() }, cookie, from);
  expect(verified.status).toBe(200);
  return { secret, backupCodes, cookie: cookiesOf(verified) || cookie };
}

describe('signing in', () => {
  it('says the same of a wrong password and of an unknown address', async () => {
    const email = await emailOf((await api.asUser('analyst')).personId);
    const wrong = await post('/sign-in/email', { email, password: 'not the password' });
    const unknown = await post('/sign-in/email', { email: 'nobody@example.test', password });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const [said, ofNobody] = [await bodyOf(wrong), await bodyOf(unknown)];
    expect({ ...said, requestId: '' }).toEqual({ ...ofNobody, requestId: '' });
    expect([wrong.headers.get('content-type'), said.code]).toEqual([
      'application/problem+json',
      'invalid_email_or_password',
    ]);
  });

  it('is slowed down for whoever tries too often', async () => {
    await database.owner.sql`delete from auth."rateLimit"`;
    const slow = await createTestApi(database, { signInsPerMinute: 3 });
    const guess = (index: number) =>
      post('/sign-in/email', { email: 'victim@example.test', password: `guess number ${index}` }, '', slow);
    for (let index = 0; index < 3; index++) expect((await guess(index)).status).toBe(401);
    const refused = await guess(3);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'application/problem+json']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    await slow.close();
    await database.owner.sql`delete from auth."rateLimit"`;
  });

  it('is slowed down for an account whatever addresses the attempts come from', async () => {
    const statuses = [];
    for (let index = 0; index < 21; index++) {
      statuses.push((await post('/sign-in/email', { email: 'Target@example.test', password: 'x'.repeat(12) })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  it('takes JSON alone: an attempt in a form would not be counted for its account', async () => {
    const email = await emailOf((await api.asUser('analyst')).personId);
    const answer = await api.app.request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { origin: testOrigin },
      body: new URLSearchParams({ email, password }),
    });
    expect(answer.status).toBe(415);
  });

  it('asks for the second factor where one is on, and takes each backup code once', async () => {
    const manager = await api.asUser('manager');
    const email = await emailOf(manager.personId);
    const { secret, backupCodes } = await turnOnTotp(manager.headers.cookie ?? '');
    const half = await post('/sign-in/email', { email, password });
    expect(await half.json()).toMatchObject({ twoFactorRedirect: true });
    const pending = cookiesOf(half);
    expect((await api.app.request('/api/v1/me', { headers: { cookie: pending } })).status).toBe(401);
    expect((await post('/two-factor/verify-totp', { code: '000000' }, pending)).status).toBe(401);
    const code = await createOTP(secret).totp();
    const whole = await post('/two-factor/verify-totp', { code }, pending);
    expect(whole.status).toBe(200);
    const me = await api.app.request('/api/v1/me', { headers: { cookie: cookiesOf(whole) } });
    expect(await me.json()).toMatchObject({ role: 'manager', user: { twoFactorEnabled: true } });
    const seen = cookiesOf(await post('/sign-in/email', { email, password }));
    const spent = await post('/two-factor/verify-totp', { code }, seen);
    expect([spent.status, spent.headers.getSetCookie()]).toEqual([401, []]);
    const again = cookiesOf(await post('/sign-in/email', { email, password }));
    expect((await post('/two-factor/verify-backup-code', { code: backupCodes[0] }, again)).status).toBe(200);
    const third = cookiesOf(await post('/sign-in/email', { email, password }));
    expect((await post('/two-factor/verify-backup-code', { code: backupCodes[0] }, third)).status).toBe(401);
  });
});

describe('a forgotten password', () => {
  it('is set anew by a link that works once, and ends every session', async () => {
    const analyst = await api.asUser('analyst');
    const email = await emailOf(analyst.personId);
    const before = api.mails.length;
    const [known, unknown] = [
      await post('/request-password-reset', { email }),
      await post('/request-password-reset', { email: 'nobody@example.test' }),
    ];
    expect([known.status, await known.json()]).toEqual([unknown.status, await unknown.json()]);
    const mails = api.mails.slice(before);
    expect(mails.map(({ to }) => to)).toEqual([email]);
    const link = new RegExp(`${testOrigin}/reset-password\\?token=(\\w+)`).exec(mails[0]?.text ?? '');
    const token = link?.[1];
    const refused = async (newPassword: string) => {
      const answer = await post('/reset-password', { token, newPassword });
      return [answer.status, (await bodyOf(answer)).detail];
    };
    expect(await refused('eleven long')).toEqual([400, 'The password is too short: at least 12 characters.']);
    expect((await post('/reset-password', { token, newPassword: 'another long one' })).status).toBe(200);
    expect(await refused('a third long one')).toEqual([
      400,
      'This link was used before, or is too old. Ask for another one; the password is as it was.',
    ]);
    expect((await analyst.request('GET', '/me')).status).toBe(401);
    await expect(sessionCookie(api.app, email)).rejects.toThrow('401');
    await sessionCookie(api.app, email, 'another long one');
  });

  it('leaves no other link that works once a password is set, by a link or by hand', async () => {
    const analyst = await api.asUser('analyst');
    const email = await emailOf(analyst.personId);
    const linkOf = async () => {
      await post('/request-password-reset', { email });
      return /token=(\w+)/.exec(api.mails.at(-1)?.text ?? '')?.[1];
    };
    const [first, second] = [await linkOf(), await linkOf()];
    expect((await post('/reset-password', { token: second, newPassword: 'another long one' })).status).toBe(200);
    expect((await post('/reset-password', { token: first, newPassword: 'a third long one' })).status).toBe(400);
    const [third, cookie] = [await linkOf(), await sessionCookie(api.app, email, 'another long one')];
    const change = { currentPassword: 'another long one', newPassword: 'a fourth long one' };
    expect((await post('/change-password', change, cookie)).status).toBe(200);
    expect((await post('/reset-password', { token: third, newPassword: 'a fifth long one' })).status).toBe(400);
  });

  it('is answered before the mail is handed over, which only somebody known gets', async () => {
    const { personId } = await api.asUser('analyst');
    let handOver = () => {};
    const auth = createAuth({
      ...{ url: database.url, publicUrl: testOrigin, keyRing: api.keyRing, connections: 1, signInsPerMinute: 10_000 },
      sendSystemMail: () => new Promise((resolve) => (handOver = resolve)),
    });
    const answer = await auth.handle(
      new Request(`${testOrigin}/api/auth/request-password-reset`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: testOrigin },
        body: JSON.stringify({ email: await emailOf(personId) }),
      }),
    );
    expect(answer.status).toBe(200);
    handOver();
    await auth.close();
  });
});

describe('what people change about their own account', () => {
  it('stands in the audit log of their organisation, without any secret', async () => {
    const admin = await api.asUser('admin');
    const cookie = await sessionCookie(api.app, await emailOf(admin.personId));
    const on = await turnOnTotp(cookie);
    await post('/update-user', { name: 'Another Name' }, on.cookie);
    await post('/change-password', { currentPassword: password, newPassword: 'another long one' }, on.cookie);
    await post('/change-password', { currentPassword: 'wrong', newPassword: 'another long one' }, on.cookie);
    const log = await admin.request('GET', `/audit-log?entityKind=user&actorId=${admin.personId}`);
    const { data } = await bodyOf<{ data: { action: string; changes: { field: string }[] }[] }>(log);
    expect(data.map(({ action, changes }) => [action, changes.map(({ field }) => field)])).toEqual([
      ['user.setPassword', ['passwordSetAt']],
      ['user.update', ['name']],
      ['user.update', ['twoFactorEnabled']],
    ]);
  });
});

it('logs what fails inside the library as an error: of those the log takes addresses out', () => {
  const seen: unknown[] = [];
  const { logger } = betterAuthOptions(api.auth.db, {
    ...{ publicUrl: testOrigin, keyRing: api.keyRing, sendSystemMail: async () => {} },
    log: { error: (...said: unknown[]) => void seen.push(said) },
  });
  const error = new Error('Key (email)=(somebody@example.test) already exists');
  logger.log?.('error', 'that failed', error);
  expect(seen).toEqual([[{ err: error }, 'that failed']]);
});

describe('rotating the key ring', () => {
  const withRing = (keyRing: KeyRing) => createTestApi(database, { keyRing });

  it('signs nobody out, and the second factor still works', async () => {
    const first = rotateKeyRing(null, randomBytes(32));
    const before = await withRing(first);
    const manager = await before.asUser('manager', await before.tenant('Rotating'));
    const email = await emailOf(manager.personId);
    const { secret, cookie } = await turnOnTotp(manager.headers.cookie ?? '', before);
    const key = await before.asKey('analyst', manager.tenantId);
    await before.close();

    const after = await withRing(rotateKeyRing(first, randomBytes(32)));
    const me = await after.app.request('/api/v1/me', { headers: { cookie } });
    expect(await me.json()).toMatchObject({ role: 'manager' });
    expect((await after.app.request('/api/v1/me', { headers: key.headers })).status).toBe(200);
    const pending = cookiesOf(await post('/sign-in/email', { email, password }, '', after));
    expect(
      (await post('/two-factor/verify-totp', { code: await createOTP(secret).totp() }, pending, after)).status,
    ).toBe(200);
    expect((await post('/sign-out', {}, cookie, after)).status).toBe(200);
    expect((await after.app.request('/api/v1/me', { headers: { cookie } })).status).toBe(401);
    await after.close();
  });

  it('ends the sessions of a key that has left the ring', async () => {
    const before = await withRing(rotateKeyRing(null, randomBytes(32)));
    const manager = await before.asUser('manager', await before.tenant('Leaving'));
    await before.close();
    const after = await withRing(rotateKeyRing(null, randomBytes(32)));
    expect((await after.app.request('/api/v1/me', { headers: manager.headers })).status).toBe(401);
    await after.close();
  });
});

function fromBase32(text: string): Uint8Array {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => parseInt(octet, 2));
}
