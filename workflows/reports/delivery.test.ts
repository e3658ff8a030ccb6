import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReportActivities } from '../../activities/reports/reports.ts';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { findSavedReport, insertSavedReport, updateSavedReport } from '../../db/queries/reports/saved-reports.ts';
import { nextDelivery } from '../../domain/reports/schedule.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { createTestApi, type TestApi } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { recordHistory } from '../../test/record-history.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { reportDelivery, reportDeliveryStart, reportDeliveryWorkflowId } from './delivery.ts';

let env: TestWorkflowEnvironment;
let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let worker: Worker;
let run: Promise<void>;
const mails: { to: string; subject: string; text: string }[] = [];
let isAway = false;

beforeAll(async () => {
  [env, database] = await Promise.all([startTimeSkipping(), createTestDatabase()]);
  api = await createTestApi(database);
  tenantId = await api.tenant('Acme');
  const send = (mail: (typeof mails)[number]) => {
    if (isAway) return Promise.reject(new Error('away'));
    mails.push(mail);
    return Promise.resolve();
  };
  const { database: app, directory } = api.deps;
  worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: taskQueues.main,
    workflowBundle: { codePath: await workflowBundle() },
    activities: createReportActivities({
      database: app,
      directory,
      log: pino({ level: 'silent' }),
      systemMail: { send, publicUrl: 'https://app.example' },
    }),
  });
  run = worker.run();
}, 60_000);
afterAll(async () => {
  worker.shutdown();
  await run;
  await api.close();
  await env.teardown();
  await database.drop();
});

const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(api.deps.database.db, tenantId, work);

describe('reports by mail', () => {
  it('go out at their times, each once, to those who are still there; a mail server that is away is tried again', async () => {
    const manager = await api.asUser('manager');
    const me = (await (await manager.request('GET', '/me')).json()) as { user: { id: string; email: string } };
    const id = '0197a6a4-1111-7000-8000-000000000000';
    const rhythm = { every: 'day', at: '08:00' } as const;
    const nextAt = nextDelivery(rhythm, { zone: 'UTC', afterIso: new Date(await env.currentTimeMs()).toISOString() });
    await inTenant((db) =>
      insertSavedReport(db, {
        ...{ id, kind: 'activity', name: 'Every morning', query: { period: 'last7' }, nextAt },
        ...{ schedule: { rhythm, recipients: [me.user.id, 'somebody-who-left'] }, ownerId: 'x', ownerName: 'X' },
      }),
    );
    const started = await env.client.workflow.signalWithStart(reportDelivery, reportDeliveryStart({ tenantId }));
    await env.sleep('3 days');
    expect(mails.map(({ to }) => to)).toEqual([me.user.email, me.user.email, me.user.email]);
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(3);
    expect(mails[0]?.text).toContain('https://app.example/reports?tab=activity&period=last7');

    isAway = true;
    await env.sleep('1 day');
    expect(mails).toHaveLength(3);
    expect((await inTenant((db) => findSavedReport(db, id)))?.problem).toContain('mail server');
    isAway = false;
    await env.sleep('10 minutes');
    expect(mails).toHaveLength(4);
    const row = await inTenant((db) => findSavedReport(db, id));
    expect(row?.problem).toBeNull();
    await recordHistory(env.client.workflow.getHandle(reportDeliveryWorkflowId({ tenantId })), 'reportDelivery-1');

    const off = { schedule: null, nextAt: null };
    await inTenant((db) => updateSavedReport(db, { id, version: row!.version, values: off }));
    await env.sleep('2 days');
    await started.result();
    expect(mails).toHaveLength(4);
  }, 120_000);
});
