import { randomBytes } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { listSegmentMoves, refreshSegment } from '../../db/queries/segments/members.ts';
import { insertSegment, markSegment } from '../../db/queries/segments/segments.ts';
import { Rule } from '../../domain/segments/rule.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newPerson, newTenant } from '../../test/factories/people.ts';
import { createTestTemporal, type TestTemporal } from '../../test/temporal.ts';
import { segmentRefresh, segmentRefreshId, segmentRefreshStart } from '../../workflows/segments/refresh.ts';
import { createHousekeepingActivities } from '../tenants/housekeeping.ts';
import { createSegmentActivities } from './segments.ts';

describe('watched segments on a real database and a real Temporal server', () => {
  let database: TestDatabase;
  let temporal: TestTemporal;
  let app: Database;
  let tenantId: string;
  let people: Record<'german' | 'french' | 'nobody', string>;
  const id = crypto.randomUUID();
  const isFrom = (...values: string[]) =>
    Rule.parse({ kind: 'field', field: 'person.country', test: { op: 'isOneOf', values } });

  beforeAll(async () => {
    [database, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
    app = database.open('salescompass_app');
    tenantId = await newTenant(database.owner);
    people = {
      german: await newPerson(app, tenantId, { country: 'Germany' }),
      french: await newPerson(app, tenantId, { country: 'France' }),
      nobody: await newPerson(app, tenantId, { lastName: 'Nowhere' }),
    };
    await inTenant((db) =>
      insertSegment(db, {
        id,
        name: 'German',
        description: '',
        rule: isFrom('Germany'),
        isWatched: true,
        createdBy: 'x',
      }),
    );
    await temporal.startWorkers(createSegmentActivities({ database: app, log: pino({ enabled: false }) }));
  });
  afterAll(async () => {
    await temporal.close();
    await database.drop();
  });

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, tenantId, work);
  const moves = async () =>
    (await inTenant((db) => listSegmentMoves(db, { segmentId: id, limit: 10, before: null })))
      .map(({ change, personId }) => [change, personId])
      .sort();
  const row = () =>
    inTenant((db) => db.selectFrom('segments').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
  const wake = () => temporal.client.workflow.signalWithStart(segmentRefresh, segmentRefreshStart({ tenantId }));

  it('are found by housekeeping, and those whom the first look finds did not just come in', async () => {
    const deps = {
      database: app,
      directory: database.open('salescompass_directory'),
      temporal: temporal.client,
      log: pino({ enabled: false }),
      mailer: { ring: rotateKeyRing(null, randomBytes(32)), bounceDomain: 'bounce.example' },
    };
    await createHousekeepingActivities(deps).sweepTenants(new Date().toISOString());
    await vi.waitFor(async () => expect((await row()).people).toBe(1), { timeout: 20_000, interval: 200 });
    expect(await moves()).toEqual([]);
  });

  it('tell who came in and who left, once', async () => {
    await inTenant((db) => markSegment(db, { id, version: null, changes: { rule: isFrom('France') } }));
    await wake();
    const expected = [
      ['entered', people.french],
      ['left', people.german],
    ];
    await vi.waitFor(async () => expect(await moves()).toEqual(expected), { timeout: 20_000, interval: 200 });
    const nowIso = new Date().toISOString();
    expect(await inTenant((db) => refreshSegment(db, { id, nowIso }))).toEqual({ people: 1, entered: 0, left: 0 });
    expect(await moves()).toEqual(expected);
  });

  it('let two refreshes at once write everybody down once', async () => {
    const nowIso = new Date().toISOString();
    const change = (rule: Rule) => inTenant((db) => markSegment(db, { id, version: null, changes: { rule } }));
    const german = async () => (await moves()).filter(([, person]) => person === people.german).length;
    await change(isFrom('France'));
    await inTenant((db) => refreshSegment(db, { id, nowIso }));
    const before = await german();
    await change(isFrom('France', 'Germany'));
    const both = await Promise.all([1, 2].map(() => inTenant((db) => refreshSegment(db, { id, nowIso }))));
    expect(both.map((refreshed) => refreshed?.entered).sort()).toEqual([0, 1]);
    expect(await german()).toBe(before + 1);
  });

  it('tell of a round that had to wait when it looked, and not when it was asked for', async () => {
    const change = (rule: Rule) => inTenant((db) => markSegment(db, { id, version: null, changes: { rule } }));
    await change(isFrom('France'));
    await inTenant((db) => refreshSegment(db, { id, nowIso: new Date().toISOString() }));
    await change(isFrom('France', 'Germany'));
    const { refreshSegments } = createSegmentActivities({ database: app, log: pino({ enabled: false }) });
    const asked = Date.now() - 3 * 3600_000;
    await new MockActivityEnvironment().run(refreshSegments, { tenantId, now: new Date(asked).toISOString() });
    const [last] = await inTenant((db) => listSegmentMoves(db, { segmentId: id, limit: 1, before: null }));
    // A drip that looked an hour after that has looked at what came before already.
    expect(last).toMatchObject({ change: 'entered', personId: people.german });
    expect(Date.parse(last!.at)).toBeGreaterThan(asked + 2 * 3600_000);
  });

  it('are gone on with where the last try of a round ended', async () => {
    const { refreshSegments } = createSegmentActivities({ database: app, log: pino({ enabled: false }) });
    const others = [crypto.randomUUID(), crypto.randomUUID()];
    const rule = isFrom('Italy');
    for (const id of others)
      await inTenant((db) =>
        insertSegment(db, { id, name: id, description: '', rule, isWatched: true, createdBy: 'x' }),
      );
    const watched = [id, ...others].sort();
    const environment = new MockActivityEnvironment({ heartbeatDetails: watched[1] });
    const looked: string[] = [];
    environment.on('heartbeat', (id: string) => looked.push(id));
    await environment.run(refreshSegments, { tenantId, now: new Date().toISOString() });
    expect(looked).toEqual(watched.slice(1));
    for (const id of others)
      await inTenant((db) => markSegment(db, { id, version: null, changes: { isWatched: false } }));
  });

  it('end with the last of them: the workflow is over, what happened stays', async () => {
    const happened = await moves();
    expect(happened.length).toBeGreaterThan(2);
    await inTenant((db) => markSegment(db, { id, version: null, changes: { isWatched: false } }));
    await wake();
    await temporal.client.workflow.getHandle(segmentRefreshId({ tenantId })).result();
    expect(await inTenant((db) => db.selectFrom('segmentPeople').select('personId').execute())).toEqual([]);
    expect(await moves()).toEqual(happened);
    expect(await inTenant((db) => refreshSegment(db, { id, nowIso: new Date().toISOString() }))).toBeNull();
  });
});
