import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createErasureActivities } from '../../../activities/people/erasure.ts';
import { createExportActivities } from '../../../activities/people/exports.ts';
import { createImportActivities } from '../../../activities/imports/imports.ts';
import { withFinalRefusals } from '../../../activities/failures.ts';
import { withTenant, type Database } from '../../../db/connection.ts';
import { insertAttribute } from '../../../db/queries/attributes.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createTestTemporal, type TestTemporal, type TestWorkers } from '../../../test/temporal.ts';
import { createApp } from '../../app.ts';

interface Job {
  id: string;
  status: string;
  fileId: string;
  failure: string | null;
  progress: Record<string, number>;
  workflow: { id: string; runId: string | null; url: string | null };
}

const header = 'Email,Name,Visits,Opt in\n';
const mapping = {
  fields: [
    { column: 'Email', to: 'email' },
    { column: 'Name', to: 'lastName' },
    { column: 'Visits', to: 'attributes.visits', type: 'number' },
  ],
  consent: { column: 'Opt in', equals: 'yes', source: 'fair', basis: 'consent' },
};

describe('imports, exports and erasure through the API, a real Temporal server and a real database', () => {
  let database: TestDatabase;
  let temporal: TestTemporal;
  let api: TestApi;
  let app: ReturnType<typeof createApp>;
  let manager: TestCaller;
  let importer: Database;
  let workers: TestWorkers;

  beforeAll(async () => {
    [database, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
    api = await createTestApi(database);
    app = createApp({ ...api.deps, temporal: temporal.client });
    manager = await api.asUser('manager');
    importer = database.open('salescompass_importer');
    workers = await startWorkers();
  });
  afterAll(async () => {
    await temporal.close();
    await api.close();
    await database.drop();
  });

  const startWorkers = () => {
    const deps = {
      ...{ database: api.deps.database, importer, directory: database.open('salescompass_directory') },
      ...{ temporal: temporal.client, log: pino({ enabled: false }) },
    };
    const activities = {
      ...createImportActivities(deps),
      ...createExportActivities({ ...deps, mailer: { ring: api.keyRing } }),
      ...createErasureActivities({ ...deps, mailer: { ring: api.keyRing } }),
    };
    return temporal.startWorkers(withFinalRefusals(activities), { shutdownGraceTime: 100 });
  };
  const request = (method: string, path: string, body?: unknown, caller = manager): Promise<Response> =>
    Promise.resolve(
      app.request(`/api/v1${path}`, {
        method,
        headers: {
          ...caller.headers,
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
        },
        body: body instanceof FormData ? body : body ? JSON.stringify(body) : undefined,
      }),
    );
  const form = (content: string | null, fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    if (content !== null) data.set('file', new File([content], 'people.csv', { type: 'text/csv' }));
    return data;
  };
  const start = async (content: string, fields: Record<string, string> = {}) => {
    const answer = await request('POST', '/imports', form(content, { mapping: JSON.stringify(mapping), ...fields }));
    expect(answer.status).toBe(202);
    return bodyOf<Job>(answer);
  };
  const ended = async (path: string, id: string): Promise<Job> => {
    for (;;) {
      const job = await bodyOf<Job>(await request('GET', `/${path}/${id}`));
      if (['completed', 'failed', 'cancelled'].includes(job.status)) return job;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('says that the file is gone where an erasure takes it away while the import is made', async () => {
    const shown = await bodyOf<Job>(
      await request('POST', '/imports/preview', form(`${header}al@example.com,Al,1,yes\n`, {})),
    );
    const fields = { mapping: JSON.stringify(mapping), fileId: shown.fileId };
    const answer = await database.owner.sql.begin(async (sql) => {
      await sql`delete from files where id = ${shown.fileId}`;
      const asked = request('POST', '/imports', form(null, fields));
      const waits = async () =>
        (await sql`select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`).length >
        0;
      while (!(await waits())) await new Promise((resolve) => setTimeout(resolve, 20));
      return { asked };
    });
    const refused = await answer.asked;
    expect(refused.status).toBe(409);
    expect(await bodyOf(refused)).toMatchObject({ detail: expect.stringContaining('Send it again') as string });
  });

  it('shows how a file would be read, and imports it by its id: dry first, then for good', async () => {
    const content = `\ufeff${header.replaceAll(',', ';')}ana@example.com;Ana;3;yes\nbad;Bo;4;no\n`;
    const preview = await request('POST', '/imports/preview', form(content, {}));
    const shown = await bodyOf<{
      fileId: string;
      format: object;
      rows: string[][];
      suggestedMapping: { fields: unknown[] };
    }>(preview);
    expect(preview.status).toBe(200);
    expect(shown).toMatchObject({
      fileName: 'people.csv',
      format: {
        encoding: 'utf-8',
        bom: 3,
        delimiter: ';',
        header: true,
        columns: ['Email', 'Name', 'Visits', 'Opt in'],
      },
      rows: [
        ['ana@example.com', 'Ana', '3', 'yes'],
        ['bad', 'Bo', '4', 'no'],
      ],
      preset: null,
      suggestedMapping: { consent: { column: 'Opt in', equals: 'yes' } },
    });
    const fields = { mapping: JSON.stringify(mapping), fileId: shown.fileId };
    const dry = await bodyOf<Job>(await request('POST', '/imports', form(null, { ...fields, dryRun: 'true' })));
    expect(await ended('imports', dry.id)).toMatchObject({
      status: 'completed',
      dryRun: true,
      progress: { created: 1, rejected: 1 },
    });
    expect(await bodyOf(await request('GET', '/people'))).toMatchObject({ data: [] });
    const live = await bodyOf<Job>(await request('POST', '/imports', form(null, fields)));
    expect(live.workflow).toMatchObject({ id: `import/${manager.tenantId}/${live.id}`, url: null });
    expect(await ended('imports', live.id)).toMatchObject({
      status: 'completed',
      progress: { created: 1, rejected: 1, withoutConsent: 0 },
    });
    const errors = await request('GET', `/imports/${live.id}/errors.csv`);
    expect(errors.headers.get('content-type')).toContain('text/csv');
    expect((await errors.text()).replace('\ufeff', '').trim().split('\r\n')).toEqual([
      'row,field,severity,reason,value,mend',
      '3,Email,error,is not an e-mail address,bad,"Correct the address, or leave the cell empty where it is not the key."',
    ]);
    const people = await bodyOf<{ data: object[] }>(await request('GET', '/people?q=AN'));
    expect(people.data).toEqual([
      expect.objectContaining({ email: 'ana@example.com', consent: 'granted', attributes: { visits: 3 } }),
    ]);
  });

  it('imports opportunities as the CRM exports them, with an owner, and says what is not known here', async () => {
    const users = await bodyOf<{ data: { id: string; email: string }[] }>(await request('GET', '/users'));
    const owner = users.data.find(({ id }) => id === manager.personId)!;
    const content =
      'Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Opportunity Owner,Email\n' +
      `006A,Acme,Prospecting,"1,200.50",2999-03-01,${owner.email.toUpperCase()},zoe@example.com\n` +
      '006B,Beta,Closed Won,50,2026-01-31,Nobody Here,\n';
    const preview = await request('POST', '/imports/preview', form(content, {}));
    const shown = await bodyOf<{ entity: string; preset: string; suggestedMapping: unknown }>(preview);
    expect(shown).toMatchObject({ entity: 'opportunities', preset: 'salesforce' });
    const fields = { entity: 'opportunities', mapping: JSON.stringify(shown.suggestedMapping) };
    const job = await start(content, fields);
    expect(await ended('imports', job.id)).toMatchObject({
      status: 'completed',
      entity: 'opportunities',
      progress: { created: 2, rejected: 0, warnings: 2 },
    });
    const remarks = await bodyOf<{ data: object[] }>(await request('GET', `/imports/${job.id}/errors`));
    expect(remarks.data).toEqual([
      {
        ...{ row: 2, field: 'Email', severity: 'warning', value: 'zoe@example.com' },
        reason: 'is no person of the organisation',
        mend: 'Import the person first, then this file again.',
      },
      expect.objectContaining({ row: 3, field: 'Opportunity Owner', value: 'Nobody Here' }),
    ]);
    const { data } = await bodyOf<{ data: object[] }>(await request('GET', '/opportunities?sort=name'));
    expect(data).toMatchObject([
      {
        name: 'Acme',
        state: 'open',
        ownerId: owner.id,
        amount: { amountMinor: 120_050 },
        expectedCloseOn: '2999-03-01',
      },
      { name: 'Beta', state: 'won', ownerId: null, amount: { amountMinor: 5_000 } },
    ]);
    const misread = await request('POST', '/imports', form(content, { ...fields, entity: 'deals' }));
    expect(misread.status).toBe(400);
  });

  it('says what is wrong before anything starts', async () => {
    const send = async (fields: Record<string, string>, content: string | null = header) => {
      const answer = await request('POST', '/imports', form(content, fields));
      return [
        answer.status,
        (await bodyOf<{ errors?: { path: string; code: string }[] }>(answer)).errors?.map(({ code }) => code),
      ];
    };
    expect(await send({ mapping: 'no json' })).toEqual([400, ['invalid_json']]);
    expect(await send({ mapping: '{"fields":[]}' })).toEqual([400, ['too_small']]);
    expect(await send({ mapping: JSON.stringify({ fields: [{ column: 'Mail', to: 'email' }] }) })).toEqual([
      400,
      ['unknown_column'],
    ]);
    expect(await send({ mapping: JSON.stringify(mapping) }, null)).toEqual([400, ['missing']]);
    expect(await send({ mapping: JSON.stringify(mapping) }, '')).toEqual([400, ['empty']]);
    expect(await send({ mapping: JSON.stringify({ ...mapping, listId: randomUUID() }) })).toEqual([404, undefined]);
    expect(await send({ mapping: JSON.stringify(mapping), fileId: randomUUID() }, null)).toEqual([404, undefined]);
    for (const file of ['PK\x03\x04\x14', '%PDF-1.7\n', 'Email,Na\0me\nana@example.com,Ana\n'])
      expect(await send({ mapping: JSON.stringify(mapping) }, file)).toEqual([400, ['no_text']]);
    expect(await send({ mapping: JSON.stringify({ fields: [{ column: 'E\0', to: 'email' }] }) })).toEqual([
      ...[400, ['nul_character']],
    ]);
    const json = await request('POST', '/imports', { mapping });
    expect(json.status).toBe(400);
    const broken = await app.request('/api/v1/imports', {
      method: 'POST',
      headers: {
        ...manager.headers,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=x',
      },
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nEmail\nana@exa',
    });
    expect(broken.status).toBe(400);
    const aborted = await app.request('/api/v1/imports', {
      method: 'POST',
      headers: {
        ...manager.headers,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=x',
      },
      body: new ReadableStream({
        pull(controller) {
          controller.enqueue(
            Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nEmail\nana@exa'),
          );
          controller.error(new Error('gone'));
        },
      }),
      duplex: 'half',
    } as RequestInit);
    expect(aborted.status).toBeGreaterThanOrEqual(400);
    const files = await withTenant(api.deps.database.db, manager.tenantId, (db) =>
      db.selectFrom('files').select('id').where('completedAt', 'is', null).execute(),
    );
    expect(files).toEqual([]);
  });

  it('goes on with another worker when one is killed, and does nothing twice', async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => `kill${index}@example.com,N${index},1,yes`);
    const job = await start(header + rows.join('\n'));
    for (;;) {
      const { progress } = await bodyOf<Job>(await request('GET', `/imports/${job.id}`));
      if (progress['rowsRead']! > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await workers.stop();
    const between = await bodyOf<Job>(await request('GET', `/imports/${job.id}`));
    expect(between.status).toBe('running');
    workers = await startWorkers();
    const done = await ended('imports', job.id);
    expect(done).toMatchObject({
      status: 'completed',
      progress: { rowsRead: 25_000, created: 25_000, duplicate: 0, rejected: 0 },
    });
    const history = await temporal.client.workflow.getHandle(job.workflow.id).fetchHistory();
    expect(history.events!.length).toBeLessThan(30);
    expect(JSON.stringify(history)).not.toContain('example.com');
  }, 60_000);

  it('stops an import that is cancelled, and refuses to cancel it again', async () => {
    const rows = Array.from({ length: 45_000 }, (_, index) => `stop${index}@example.com,N${index},1,yes`);
    const job = await start(header + rows.join('\n'));
    expect((await request('POST', `/imports/${job.id}/cancel`)).status).toBe(202);
    const done = await ended('imports', job.id);
    expect(done.status).toBe('cancelled');
    expect(done.progress['rowsRead']).toBeLessThan(45_000);
    expect((await request('POST', `/imports/${job.id}/cancel`)).status).toBe(409);
  }, 60_000);

  it('keeps nothing of a form that has a field it does not know or cannot store', async () => {
    const files = () =>
      withTenant(api.deps.database.db, manager.tenantId, (db) => db.selectFrom('files').select('id').execute());
    const before = await files();
    for (const fields of [{ dryrun: 'true' }, { mapping: '{"a":"\0"}' }] as Record<string, string>[])
      expect((await request('POST', '/imports', form(header, fields))).status).toBe(400);
    expect(await files()).toEqual(before);
  });

  it('starts what could not be started when the same request comes again', async () => {
    const start = () => Promise.reject(new Error('no Temporal'));
    const cut = createApp({ ...api.deps, temporal: { workflow: { start } } as unknown as Client });
    const headers = { ...manager.headers, 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
    const asked = { method: 'POST', headers, body: JSON.stringify({ filter: {}, columns: ['email'] }) };
    expect((await cut.request('/api/v1/exports', asked)).status).toBe(500);
    const answer = await app.request('/api/v1/exports', asked);
    expect(answer.status).toBe(202);
    const job = await bodyOf<Job & { failure: string | null }>(answer);
    expect(job).toMatchObject({ status: 'queued', failure: null });
    expect(await ended('exports', job.id)).toMatchObject({ status: 'completed' });
  });

  it('exports what was found, harmless for spreadsheets', async () => {
    const formula = await request('POST', '/people', {
      email: 'evil@example.com',
      lastName: '=HYPERLINK("http://x")',
      attributes: { visits: -3 },
    });
    expect(formula.status).toBe(201);
    // One from before such keys were refused: nobody has a value of it.
    await withTenant(api.deps.database.db, manager.tenantId, (db) =>
      insertAttribute(db, { key: 'constructor', label: 'Builder', type: 'text' }),
    );
    const answer = await request('POST', '/exports', {
      filter: { q: 'evil', kind: 'lead' },
      columns: ['email', 'lastName', 'attributes.visits', 'attributes.constructor'],
    });
    const job = await bodyOf<Job>(answer);
    const [entry] = await database.owner.sql<
      { changes: { field: string; to: unknown }[] }[]
    >`select changes from audit_log where entity_id = ${job.id}`;
    expect(entry!.changes.map(({ field, to }) => [field, to])).toEqual([
      ['columns', 4],
      ['entity', 'people'],
      ['kind', 'lead'],
      ['search', 'by the beginning of a name or address'],
    ]);
    expect(await ended('exports', job.id)).toMatchObject({
      status: 'completed',
      progress: { rowsWritten: 1, rowsTotal: 1 },
    });
    const file = await request('GET', `/exports/${job.id}/file`);
    expect((await file.text()).replace('\ufeff', '')).toBe(
      'email,lastName,attributes.visits,attributes.constructor\r\nevil@example.com,"\'=HYPERLINK(""http://x"")",-3,\r\n',
    );
    expect(file.headers.get('content-disposition')).toContain('.csv');
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    expect((await request('GET', `/exports/${job.id}/file`, undefined, stranger)).status).toBe(404);
    expect((await request('GET', `/imports/${job.id}`, undefined, stranger)).status).toBe(404);
  });

  it('erases a person for good: counts stay, a new import stays suppressed', async () => {
    const [person] = (await bodyOf<{ data: { id: string }[] }>(await request('GET', '/people?q=ana@'))).data;
    const analyst = await api.asUser('analyst');
    expect((await request('DELETE', `/people/${person!.id}`, undefined, analyst)).status).toBe(403);
    const answer = await request('DELETE', `/people/${person!.id}`);
    expect(answer.status).toBe(202);
    await temporal.client.workflow.getHandle((await bodyOf<Job>(answer)).workflow.id).result();
    expect((await request('GET', `/people/${person!.id}`)).status).toBe(404);
    expect((await request('DELETE', `/people/${person!.id}`)).status).toBe(404);
    const left = await database.owner.db
      .selectFrom('people')
      .selectAll()
      .where('id', '=', person!.id)
      .executeTakeFirstOrThrow();
    expect([left.email, left.emailKey, left.lastName, left.searchName, left.consent]).toEqual([
      null,
      null,
      null,
      ' ',
      'denied',
    ]);
    expect(JSON.stringify(left)).not.toMatch(/ana/i);
    const found = await bodyOf<{ data: object[] }>(await request('GET', '/suppressions?email=ANA@example.com'));
    expect(found.data).toEqual([expect.objectContaining({ email: null, reason: 'erased' })]);
    const again = await start(`${header}ana@example.com,Ana,1,yes\n`);
    expect(await ended('imports', again.id)).toMatchObject({ progress: { created: 1, suppressed: 1 } });
    const [back] = (await bodyOf<{ data: object[] }>(await request('GET', '/people?q=ana@'))).data;
    expect(back).toMatchObject({ suppressed: 'erased' });
    const log = await database.owner.db.selectFrom('auditLog').select(['action', 'changes']).execute();
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['person.erase', 'person.erased', 'import.start', 'export.start']),
    );
    expect(JSON.stringify(log)).not.toMatch(/ana@example/i);
  });

  it('answers 401 and 403', async () => {
    const analyst = await api.asUser('analyst');
    expect(
      (await request('POST', '/imports', form(header, { mapping: '{}' }), { ...manager, headers: {} })).status,
    ).toBe(401);
    expect((await request('POST', '/imports', form(header, { mapping: '{}' }), analyst)).status).toBe(403);
    expect((await request('POST', '/exports', {}, analyst)).status).toBe(403);
  });
});
