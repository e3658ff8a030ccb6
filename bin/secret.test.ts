import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealSecret, openSecret } from '../db/sealing.ts';
import { dropKey, formatKeyRing, parseKeyRing, rotateKeyRing } from '../domain/key-ring.ts';
import { dkimPurpose } from '../domain/senders/sender.ts';
import { inboundMailPurpose } from '../domain/inbound/kept-mail.ts';
import { createTestApi, sessionCookie, type TestApi } from '../test/api.ts';
import { freshDatabase } from '../test/database.ts';
import { createSentBroadcast } from '../test/factories/engagement.ts';
import { program } from './programs.ts';
import { resealAll } from './reseal.ts';

const first = rotateKeyRing(null, new Uint8Array(32).fill(1));
const second = rotateKeyRing(first, new Uint8Array(32).fill(2));
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'salescompass-secret-'))));
afterAll(() => rm(folder, { recursive: true }));

async function secret(env: Record<string, string>, ...args: string[]): Promise<string> {
  const plain = { PATH: process.env.PATH, DATA_DIR: folder, ...env };
  const { stdout } = await promisify(execFile)(process.execPath, [await program('secret'), ...args], { env: plain });
  return stdout.trim();
}

describe('npm run secret', () => {
  it('makes a ring where there is none, and a new current key where there is one', async () => {
    const made = parseKeyRing(await secret({}));
    expect(made.keys.map(({ id }) => id)).toEqual([1]);
    const rotated = parseKeyRing(await secret({ SECRET_KEY: formatKeyRing(second) }));
    expect(rotated.keys.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(parseKeyRing(await secret({ SECRET_KEY: formatKeyRing(second) }, '--drop', '1')).keys).toEqual([
      second.current,
    ]);
  });

  it('goes in two steps where processes are not restarted at once: one that knows the announced key reads what another signs with it', async () => {
    const announced = parseKeyRing(await secret({ SECRET_KEY: formatKeyRing(first) }, '--announce'));
    expect(announced.keys.map(({ id }) => id)).toEqual([1, 2]);
    const used = parseKeyRing(await secret({ SECRET_KEY: formatKeyRing(announced) }, '--use', '2'));
    expect(used.keys.map(({ id }) => id)).toEqual([2, 1]);
    const database = await freshDatabase();
    const [early, late] = [
      await createTestApi(database, { keyRing: announced }),
      await createTestApi(database, { keyRing: used }),
    ];
    for (const [from, to] of [
      [late, early],
      [early, late],
    ] as const) {
      const { headers } = await from.asUser('admin');
      expect((await to.app.request('/api/v1/me', { headers })).status).toBe(200);
    }
    expect(openSecret(announced, dkimPurpose, sealSecret(used, dkimPurpose, 'a private key'))).toBe('a private key');
    await Promise.all([early.close(), late.close()]);
  });

  it('rotates the ring of a local installation in its file, readable by its owner alone', async () => {
    await writeFile(join(folder, 'secret'), formatKeyRing(first));
    expect(await secret({})).toBe('');
    expect(parseKeyRing((await readFile(join(folder, 'secret'), 'utf8')).trim()).keys).toHaveLength(2);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secret']);
  });

  it('does so beside another one that is writing its ring at this moment', async () => {
    await writeFile(join(folder, 'secret'), formatKeyRing(first));
    // Nobody else writes here, whoever began to.
    await mkdir(join(folder, 'secret.new'));
    expect(await secret({})).toBe('');
    expect(parseKeyRing((await readFile(join(folder, 'secret'), 'utf8')).trim()).keys).toHaveLength(2);
    await rm(join(folder, 'secret.new'), { recursive: true });
  });
});

describe('resealing', () => {
  it('lets an old key go: signing keys of domains and second factors open with the new one', async () => {
    const database = await freshDatabase();
    const api = await createTestApi(database, { keyRing: first });
    const tenant = await api.tenant();
    const admin = await api.asUser('admin', tenant);
    await admin.request('POST', '/api/auth/two-factor/enable', { password: 'correct horse battery' });
    const sealed = sealSecret(first, dkimPurpose, 'a private key');
    const { sql } = database.owner;
    await sql`
      with domain as (insert into sending_domains (tenant_id, domain) values (${tenant}, 'example.test') returning id)
      insert into dkim_keys (tenant_id, sending_domain_id, selector, algorithm, public_key, private_key_sealed, stage)
      select ${tenant}, id, 's', 'rsa-sha256', '', ${sealed}, 'signing' from domain`;
    const topic = { name: 'News' };
    const asked = { headers: { ...admin.headers, 'content-type': 'application/json', 'idempotency-key': 'once' } };
    const post = (app: TestApi['app'], headers: object = {}) =>
      app.request('/api/v1/topics', {
        method: 'POST',
        body: JSON.stringify(topic),
        headers: { ...asked.headers, ...headers },
      });
    const answered = await (await post(api.app)).json();
    await api.close();

    expect(await resealAll(database.url, second)).toEqual({ count: 3, unopened: [] });
    expect(await resealAll(database.url, second)).toEqual({ count: 0, unopened: [] });
    const alone = dropKey(second, 1);
    const [domain] = await sql<{ sealed: string }[]>`select private_key_sealed as sealed from dkim_keys`;
    expect(openSecret(alone, dkimPurpose, domain?.sealed ?? '')).toBe('a private key');
    const later = await createTestApi(database, { keyRing: alone });
    const [user] = await sql<{ email: string }[]>`select email from auth."user" where id = ${admin.personId}`;
    const cookie = await sessionCookie(later.app, user?.email ?? '');
    const uri = await later.app.request('/api/auth/two-factor/get-totp-uri', {
      method: 'POST',
      body: JSON.stringify({ password: 'correct horse battery' }),
      headers: { cookie, 'content-type': 'application/json' },
    });
    expect(await uri.json()).toMatchObject({ totpURI: expect.stringContaining('otpauth://totp/') });
    // What was answered under an Idempotency-Key is answered again.
    expect(await (await post(later.app, { cookie })).json()).toEqual(answered);
    await sql`update idempotency_keys set body_sealed = ${sealSecret(first, 'idempotency_keys.body_sealed', '{}')}`;
    const lost = await post(later.app, { cookie });
    expect([lost.status, await lost.json()]).toEqual([409, expect.objectContaining({ code: 'conflict' })]);
    await later.close();
  });

  it('goes on past what no key of the ring opens, names it, and says so by its exit code', async () => {
    const database = await freshDatabase();
    const { sql } = database.owner;
    const sent = await createSentBroadcast(database.owner, { people: 3 });
    const gone = rotateKeyRing(null, new Uint8Array(32).fill(9));
    // Sealed under a key of another number, which nobody has any more.
    const lost = sealSecret({ ...gone, current: { id: 77, key: gone.current.key } }, inboundMailPurpose, 'lost');
    const mail = (sealed: string) => sql<{ id: string }[]>`
      insert into inbound_mails (tenant_id, way, fingerprint, kind, reason, state, sealed, bytes)
      values (${sent.tenantId}, 'smtp', ${Buffer.from(sealed)}, 'unknown', 'undefined', 'review', ${sealed}, 1) returning id`;
    const before = await mail(sealSecret(first, inboundMailPurpose, 'before'));
    const [unread] = await mail(lost);
    const after = await mail(sealSecret(first, inboundMailPurpose, 'after'));
    const env = { SECRET_KEY: formatKeyRing(second), DATABASE_URL: database.url };
    const failed = await secret(env, '--reseal').then(
      () => null,
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: 'Sealed again with the current key: 2.\n' });
    expect(failed?.stderr).toContain(`tenant ${sent.tenantId}, mail that came back ${unread!.id}`);
    expect(failed?.stderr).toContain('Not opened, and left as it is: 1');
    const alone = dropKey(second, 1);
    for (const [{ id }, text] of [
      [before[0]!, 'before'],
      [after[0]!, 'after'],
    ] as const) {
      const [row] = await sql<{ sealed: string }[]>`select sealed from inbound_mails where id = ${id}`;
      expect(openSecret(alone, inboundMailPurpose, row!.sealed)).toBe(text);
    }
    const [row] = await sql<{ sealed: string }[]>`select sealed from inbound_mails where id = ${unread!.id}`;
    expect(row!.sealed).toBe(lost);
  });
});
