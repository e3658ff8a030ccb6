import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertExport } from '../../db/queries/people/exports.ts';
import { findImport } from '../../db/queries/imports/imports.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newImport, newPerson, newTenant } from '../../test/factories/people.ts';
import { createTestTemporal, type TestTemporal } from '../../test/temporal.ts';
import { exportWorkflowId } from '../../workflows/people/export-people.ts';
import {
  checkMark,
  housekeeping,
  housekeepingId,
  rememberMark,
  rememberedMark,
} from '../../workflows/tenants/housekeeping.ts';
import { importWorkflowId } from '../../workflows/imports/import-people.ts';
import { createHousekeepingActivities } from './housekeeping.ts';
import { createMarkKeeper } from '../installation-mark.ts';

describe('housekeeping on a real database and a real Temporal server', () => {
  let database: TestDatabase;
  let temporal: TestTemporal;
  let app: Database;
  let directory: Database;
  const housekeepingDeps = () => ({
    database: app,
    directory,
    temporal: temporal.client,
    log: pino({ enabled: false }),
    mailer: { ring: rotateKeyRing(null, randomBytes(32)), bounceDomain: 'bounce.example' },
  });

  beforeAll(async () => {
    [database, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
    app = database.open('salescompass_app');
    directory = database.open('salescompass_directory');
    await temporal.startWorkers(createHousekeepingActivities(housekeepingDeps()));
    await temporal.client.workflow.start(housekeeping, { workflowId: housekeepingId, taskQueue: 'main', args: [] });
  });
  afterAll(async () => {
    await temporal.close();
    await database.drop();
  });

  const installation = () => app.db.selectFrom('installation').selectAll().executeTakeFirstOrThrow();
  const handle = () => temporal.client.workflow.getHandle(housekeepingId);

  it('moves the mark on and remembers it outside of the database', async () => {
    const first = await handle().executeUpdate(checkMark);
    const second = await handle().executeUpdate(checkMark);
    expect(second.epoch).toBeGreaterThan(first.epoch);
    expect(second.systemIdentifier).toMatch(/^\d+$/);
    expect(await handle().query(rememberedMark)).toEqual(second);
    expect((await installation()).sendingStoppedAt).toBeNull();
  });

  it('stops all sending, with the reason, when the database is behind what was remembered', async () => {
    const seen = await handle().executeUpdate(checkMark);
    // What a backup looks like from inside: the number that it had when it was made.
    await database.owner.db
      .updateTable('installation')
      .set({ epoch: seen.epoch - 1 })
      .execute();
    await handle().executeUpdate(checkMark);
    const stopped = await installation();
    expect(stopped.sendingStoppedAt).not.toBeNull();
    expect(stopped.sendingStoppedReason).toContain('restored from a backup');
  });

  it('leaves it to the operator from there: once resumed it stays resumed', async () => {
    await database.owner.db
      .updateTable('installation')
      .set({ sendingStoppedAt: null, sendingStoppedReason: null })
      .execute();
    await handle().executeUpdate(checkMark);
    expect((await installation()).sendingStoppedAt).toBeNull();
  });

  it('believes a worker that has seen more than it', async () => {
    const seen = await handle().executeUpdate(checkMark);
    await handle().signal(rememberMark, { ...seen, epoch: seen.epoch + 50 });
    await handle().executeUpdate(checkMark);
    expect((await installation()).sendingStoppedReason).toContain('restored from a backup');
    await database.owner.db
      .updateTable('installation')
      .set({ sendingStoppedAt: null, sendingStoppedReason: null })
      .execute();
  });

  it('stops all sending when the rows turn up on another server', async () => {
    await database.owner.db.updateTable('installation').set({ systemIdentifier: '42' }).execute();
    await handle().executeUpdate(checkMark);
    expect((await installation()).sendingStoppedReason).toContain('another server');
  });

  it('hears of each batch before it leaves, and a worker that is running notices a restore itself', async () => {
    const resume = () =>
      database.owner.db
        .updateTable('installation')
        .set({ sendingStoppedAt: null, sendingStoppedReason: null })
        .execute();
    await resume();
    const keeper = createMarkKeeper({ database: app, temporal: temporal.client, log: pino({ enabled: false }) });
    await Promise.all([keeper.advance(), keeper.advance(), keeper.advance()]);
    const { epoch } = await installation();
    expect(await handle().query(rememberedMark)).toMatchObject({ epoch });

    await new Promise((resolve) => setTimeout(resolve, 1100));
    await database.owner.db
      .updateTable('installation')
      .set({ epoch: epoch - 1 })
      .execute();
    await expect(keeper.advance()).rejects.toThrow('restored from a backup');
    expect((await installation()).sendingStoppedAt).not.toBeNull();
    await resume();
    await keeper.advance();
    expect((await installation()).sendingStoppedAt).toBeNull();
  });

  it('takes away what is counted of people who are erased or gone, and of nobody else', async () => {
    const tenantId = await newTenant(database.owner);
    const [here, erased] = [
      await newPerson(app, tenantId, { lastName: 'Here' }),
      await newPerson(app, tenantId, { lastName: 'Gone' }),
    ];
    await database.owner.sql`update people set erased_at = now() where id = ${erased}`;
    await database.owner.sql`
      insert into person_frequency (tenant_id, person_id, recent)
      select ${tenantId}, unnest(${[here, erased, uuidv7()]}::uuid[]), array[now()]`;
    await createHousekeepingActivities(housekeepingDeps()).daily(new Date().toISOString());
    expect(await database.owner.sql`select person_id as id from person_frequency`).toEqual([{ id: here }]);
  });

  describe('a job whose request died between the row and the start of its workflow', () => {
    const old = () => new Date(Date.now() - 5 * 60_000).toISOString();
    const age = async () => {
      await database.owner.sql`update imports set created_at = ${old()} where status = 'queued'`;
      await database.owner.sql`update exports set created_at = ${old()} where status = 'queued'`;
    };

    it('is started by the next round, once, and one that has just been made is left alone', async () => {
      const tenantId = await newTenant(database.owner);
      const job = await newImport(app, tenantId, {
        content: 'Email\na@example.test\n',
        mapping: { fields: [{ column: 'Email', to: 'email' }] },
      });
      const activities = createHousekeepingActivities(housekeepingDeps());
      expect(await activities.mendJobs(new Date().toISOString())).toBe(0);
      await age();
      expect(await activities.mendJobs(new Date().toISOString())).toBe(1);
      const found = await temporal.client.workflow.getHandle(importWorkflowId(job)).describe();
      expect(found.type).toBe('importPeople');
      const read = () => withTenant(app.db, tenantId, (db) => findImport(db, job.importId));
      expect((await read())?.runId).toBe(found.runId);
      // Still waiting for a worker: nothing is started a second time.
      expect(await activities.mendJobs(new Date().toISOString())).toBe(1);
      expect((await temporal.client.workflow.getHandle(importWorkflowId(job)).describe()).runId).toBe(found.runId);
      await temporal.client.workflow.getHandle(importWorkflowId(job)).terminate('by an operator');
      await activities.mendJobs(new Date().toISOString());
      expect(await read()).toMatchObject({ status: 'failed', failure: expect.stringContaining('start it again') });
    });

    it('is found for exports too', async () => {
      const tenantId = await newTenant(database.owner);
      const exportId = uuidv7();
      await withTenant(app.db, tenantId, (db) =>
        insertExport(db, { id: exportId, entity: 'people', filter: {}, columns: [], createdBy: 'test' }),
      );
      await age();
      await createHousekeepingActivities(housekeepingDeps()).mendJobs(new Date().toISOString());
      const found = await temporal.client.workflow.getHandle(exportWorkflowId({ tenantId, exportId })).describe();
      expect(found.type).toBe('exportPeople');
    });
  });
});
