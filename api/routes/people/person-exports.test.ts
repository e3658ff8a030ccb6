import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downloadToken } from '../../../domain/tokens/token.ts';
import { bodyOf, type TestCaller } from '../../../test/api.ts';
import { createTestInstallation, eventually, type TestInstallation } from '../../../test/installation.ts';

interface PersonExport {
  id: string;
  status: string;
  link: { url: string; expiresAt: string } | null;
}

let test: TestInstallation;
let admin: TestCaller;
let tenantId: string;
let personId: string;

beforeAll(async () => {
  test = await createTestInstallation();
  tenantId = await test.api.tenant();
  admin = await test.api.asUser('admin', tenantId);
  const person = { email: 'ana@people.example', firstName: 'Ana', phone: '+49 30 1' };
  personId = (await bodyOf<{ id: string }>(await admin.request('POST', '/people', person))).id;
  await admin.request('POST', `/people/${personId}/consents`, {
    state: 'granted',
    source: 'fair',
    note: 'at the stand',
  });
});
afterAll(() => test.close());

const start = (who = admin) => who.request('POST', `/people/${personId}/export`);
const list = async () =>
  (await bodyOf<{ data: PersonExport[] }>(await admin.request('GET', `/people/${personId}/exports`))).data;

async function finished(): Promise<PersonExport> {
  const started = await start();
  expect(started.status).toBe(202);
  const { id, link } = await bodyOf<PersonExport>(started);
  expect(link === null || link.url.includes('/download/')).toBe(true);
  const all = await eventually(list, (rows) => rows.some((row) => row.id === id && row.status === 'completed'));
  return all.find((row) => row.id === id)!;
}

const pathOf = (found: PersonExport) => new URL(found.link!.url).pathname;
const download = (path: string) => test.api.app.request(path);

describe('everything on one person', () => {
  it('is written by a workflow and had under a link without signing in, which is noted', async () => {
    const found = await finished();
    const file = await download(pathOf(found));
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toContain(`person-${personId}.json`);
    expect(file.headers.get('cache-control')).toBe('no-store');
    const record = await bodyOf<{ person: object; records: { consents: object[] } }>(file);
    expect(record.person).toMatchObject({ email: 'ana@people.example', phone: '+49 30 1' });
    expect(record.records.consents).toMatchObject([{ note: 'at the stand', channel: 'email' }]);
    const log = await test.database.owner.sql`
      select action, actor_kind from audit_log where entity_id = ${personId} and action like 'person.export%' order by id`;
    expect(log).toEqual([
      { action: 'person.export', actor_kind: 'user' },
      { action: 'person.exportDownload', actor_kind: 'system' },
    ]);
  });

  it('is refused to who may not export, and of somebody else’s people', async () => {
    expect((await start(await test.api.asUser('analyst', tenantId))).status).toBe(403);
    const other = await test.api.asUser('admin', await test.api.tenant('Other'));
    expect((await start(other)).status).toBe(404);
    expect((await other.request('GET', `/people/${personId}/exports`)).status).toBe(404);
    expect((await test.api.app.request(`/api/v1/people/${personId}/exports`)).status).toBe(401);
    expect((await admin.request('GET', '/people/nobody/exports')).status).toBe(400);
  });

  it('is had by no other link: forged, of another kind, of an export of many, or too old', async () => {
    const found = await finished();
    const path = pathOf(found);
    expect((await download(path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A'))).status).toBe(404);
    expect((await download(path.replace('/download/', '/confirm/'))).status).toBe(404);
    const [tenant] = await test.database.owner.sql<{ number: number }[]>`
      select number from tenants where tenant_id = ${tenantId}`;
    const many = await bodyOf<{ id: string }>(await admin.request('POST', '/exports', {}));
    await eventually(
      async () => bodyOf<{ status: string }>(await admin.request('GET', `/exports/${many.id}`)),
      ({ status }) => status === 'completed',
    );
    const tokenOf = (exportId: string) => downloadToken(test.api.keyRing, { tenantNumber: tenant!.number, exportId });
    expect((await download(`/download/${tokenOf(many.id)}`)).status).toBe(404);
    // The time is part of the id, and the id is what is signed.
    const eightDaysAgo = (Date.now() - 8 * 24 * 3600_000).toString(16).padStart(12, '0');
    const old = `${eightDaysAgo.slice(0, 8)}-${eightDaysAgo.slice(8)}${found.id.slice(13)}`;
    await test.database.owner.sql`update exports set id = ${old} where id = ${found.id}`;
    expect((await download(`/download/${tokenOf(old)}`)).status).toBe(404);
  });

  it('is gone once the person is erased', async () => {
    const path = pathOf(await finished());
    expect((await download(path)).status).toBe(200);
    await admin.request('DELETE', `/people/${personId}`);
    await eventually(
      () => admin.request('GET', `/people/${personId}`),
      ({ status }) => status === 404,
    );
    expect((await download(path)).status).toBe(404);
  });
});
