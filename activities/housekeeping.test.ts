import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../db/connection.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createTestTemporal, type TestTemporal } from '../test/temporal.ts';
import { checkMark, housekeeping, housekeepingId, rememberMark, rememberedMark } from '../workflows/housekeeping.ts';
import { createHousekeepingActivities } from './housekeeping.ts';
import { createMarkKeeper } from './installation-mark.ts';

describe('housekeeping on a real database and a real Temporal server', () => {
  let database: TestDatabase;
  let temporal: TestTemporal;
  let app: Database;

  beforeAll(async () => {
    [database, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
    app = database.open('salescompass_app');
    const deps = {
      database: app,
      directory: database.open('salescompass_directory'),
      temporal: temporal.client,
      log: pino({ enabled: false }),
    };
    await temporal.startWorkers(createHousekeepingActivities(deps));
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
});
