import { MockActivityEnvironment, type TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { findIntake, insertIntake, type NewIntake } from '../../db/queries/intakes/intakes.ts';
import { mergePeople } from '../../db/queries/people/merge.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestActivities } from '../../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, waitStep, type TestDrip } from '../../test/factories/drips.ts';
import { createTestNurture } from '../../test/factories/nurtures.ts';
import { recordHistory } from '../../test/record-history.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { intakeJob, intakePeople, type IntakeRef } from './intake-people.ts';
import { cancelJob } from '../jobs/run.ts';
import { jobStart } from '../jobs/start.ts';

// The real workflow and activities on the real database.
let env: TestWorkflowEnvironment;
let database: TestDatabase;
let app: Database;
let smtp: SmtpSender;
let activities: ReturnType<typeof createTestActivities>;
let made: TestDrip;
let segmentId: string;
/** Where people are taken in by the test that is at it. */
let campaignId: string;
const many = 6_000;

beforeAll(async () => {
  env = await startTimeSkipping();
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: 'smtp://127.0.0.1:1' });
  activities = createTestActivities(database, {
    database: app,
    temporal: env.client,
    mailer: { smtp },
  });
  made = await createTestDrip(database, app, { people: 1, definition: () => ({ steps: [waitStep('pause', 2)] }) });
  await database.owner.sql`
    insert into people (tenant_id, kind, email, email_key, country)
    select ${made.tenantId}, 'lead', 'm' || n || '@many.example', 'm' || n || '@many.example', 'Chile'
    from generate_series(1, ${many}::int) n`;
  const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['Chile'] } };
  segmentId = await inTenant(async (db) => {
    const row = { name: 'Chile', rule: rule as never };
    return (await db.insertInto('segments').values(row).returning('id').executeTakeFirstOrThrow()).id;
  });
}, 120_000);
afterAll(async () => {
  await env.teardown();
  await smtp.close();
  await database.drop();
});

const inTenant = <T>(work: (db: TenantDb) => Promise<T>, tenantId = made.tenantId) =>
  withTenant(app.db, tenantId, work);
const take = (ref: IntakeRef) => new MockActivityEnvironment().run(activities.takePeopleIn, ref);
const found = ({ intakeId }: IntakeRef) => inTenant((db) => findIntake(db, intakeId));

async function newIntake(terms: NewIntake['terms'], source?: NewIntake['source']): Promise<IntakeRef> {
  const intake = { campaignId, source: source ?? { kind: 'segment' as const, segmentId }, terms };
  const intakeId = uuidv7();
  await inTenant((db) =>
    insertIntake(db, { ...intake, sourceName: 'Chile', id: intakeId, createdBy: 'Mia', createdByKind: 'user' }),
  );
  return { tenantId: made.tenantId, intakeId };
}

/** A campaign of the tenant that nobody is a member of yet, with its default status. */
async function newCampaign(): Promise<NewIntake['terms']> {
  return inTenant(async (db) => {
    const like = await db
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', made.campaignId)
      .executeTakeFirstOrThrow();
    const { campaignTypeId, currency } = like;
    const values = { name: 'Another', campaignTypeId, currency, utmId: uuidv7() };
    const { id } = await db.insertInto('campaigns').values(values).returning('id').executeTakeFirstOrThrow();
    const statuses = db.selectFrom('campaignTypeStatuses').select('id').where('campaignTypeId', '=', campaignTypeId);
    const status = await statuses.where('isDefault', '=', true).executeTakeFirstOrThrow();
    campaignId = id;
    return { target: 'campaign', targetId: id, statusId: status.id };
  });
}

const membersOf = async (campaignId: string) =>
  inTenant((db) => db.selectFrom('campaignMembers').select('personId').where('campaignId', '=', campaignId).execute());

describe('an intake', () => {
  it('takes a segment into a campaign by its workflow, and says why it cannot go on', async () => {
    const codePath = await workflowBundle();
    const workers = await Promise.all(
      [taskQueues.main, taskQueues.bulk].map((taskQueue) =>
        Worker.create({
          connection: env.nativeConnection,
          taskQueue,
          activities,
          ...(taskQueue === taskQueues.main ? { workflowBundle: { codePath } } : {}),
        }),
      ),
    );
    const runs = Promise.all(workers.map((worker) => worker.run()));
    try {
      const terms = await newCampaign();
      const ref = await newIntake(terms);
      const start = { ...jobStart(intakeJob(ref)), workflowIdConflictPolicy: undefined };
      const handle = await env.client.workflow.start(intakePeople, start);
      expect(await handle.result()).toEqual({ status: 'completed', done: many, added: many });
      await recordHistory(handle, 'intakePeople-1');
      expect(await membersOf(terms.targetId)).toHaveLength(many);
      const [history] = await database.owner.sql<{ lines: number; name: string; cause: string }[]>`
        select count(*)::int as lines, min(actor_name) as name, max(cause) as cause from member_history where campaign_id = ${terms.targetId}`;
      expect(history).toMatchObject({ lines: many, name: 'Mia', cause: 'segment' });

      await database.owner.sql`update drips set entry_closed_at = now() where id = ${made.dripId}`;
      const reentry = { allowed: false, afterDays: 0 };
      const late = await newIntake({ target: 'drip', targetId: made.dripId, reentry });
      const closed = await env.client.workflow.start(intakePeople, {
        ...jobStart(intakeJob(late)),
        workflowIdConflictPolicy: undefined,
      });
      expect(await closed.result()).toEqual({ status: 'failed', done: 0, added: 0 });
      await recordHistory(closed, 'intakePeople-refused');
      expect((await found(late))?.failure).toContain('The drip ended or was closed meanwhile');
      await database.owner.sql`update drips set entry_closed_at = null where id = ${made.dripId}`;
      await expect(handle.executeUpdate(cancelJob)).rejects.toThrow();
    } finally {
      for (const worker of workers) worker.shutdown();
      await runs;
    }
  }, 120_000);

  it('lets nobody into a drip twice, however often and by however many workers it is tried', async () => {
    const { tenantId, dripId } = made;
    await activities.openDrip({ tenantId, campaignId: made.campaignId, dripId, now: new Date().toISOString() });
    const ref = await newIntake({ target: 'drip', targetId: made.dripId, reentry: { allowed: true, afterDays: 0 } });
    await Promise.all([take(ref), take(ref)]);
    await take(ref);
    expect(await found(ref)).toMatchObject({
      status: 'completed',
      progress: { people: many, done: many, added: many },
    });
    const [positions] = await database.owner.sql<{ rows: number }[]>`
      select count(*)::int as rows from drip_positions where drip_id = ${made.dripId}`;
    expect(positions!.rows).toBe(many);
    const again = await newIntake({ target: 'drip', targetId: made.dripId, reentry: { allowed: true, afterDays: 0 } });
    await take(again);
    expect((await found(again))?.progress).toEqual({ people: many, done: many, added: 0 });
  });

  it('stops where it is, and forgets the others; whoever was erased or merged meanwhile is not waited for', async () => {
    const terms = await newCampaign();
    const ref = await newIntake(terms);
    // As where the worker shuts down once they are fixed.
    const stopping = new MockActivityEnvironment();
    stopping.cancel();
    await expect(stopping.run(activities.takePeopleIn, ref)).rejects.toThrow('The worker shuts down.');
    expect((await waitingOf(ref)).rows).toBe(many);
    expect(await activities.requestIntakeCancel(ref)).toBe(true);
    await take(ref);
    expect(await activities.endIntake(ref)).toMatchObject({ status: 'cancelled' });
    expect((await waitingOf(ref)).rows).toBe(0);
    expect(await membersOf(terms.targetId)).toEqual([]);

    const other = await newIntake(terms);
    const people = await inTenant((db) =>
      db.selectFrom('people').select('id').where('country', '=', 'Chile').limit(3).execute(),
    );
    const [erased, kept, merged] = people.map(({ id }) => id) as [string, string, string];
    await inTenant((db) =>
      db
        .insertInto('intakePeople')
        .values([erased, merged].map((personId) => ({ intakeId: other.intakeId, personId })))
        .execute(),
    );
    await inTenant((db) => erasePersonRows(db, erased));
    await inTenant((db) => mergePeople(db, { keepId: kept, mergeId: merged }));
    const left = await inTenant((db) =>
      db.selectFrom('intakePeople').select('personId').where('intakeId', '=', other.intakeId).execute(),
    );
    expect(left).toEqual([{ personId: kept }]);
  });

  it('takes a list into a stream of a nurture programme, as the list was when it began', async () => {
    const sinceIso = new Date().toISOString();
    const nurture = await createTestNurture(database, app, { people: 3, items: [{ name: 'One' }], sinceIso });
    const { tenantId, nurtureId, campaignId } = nurture;
    const intakeId = uuidv7();
    const personIds = await inTenant(async (db) => {
      const { id: listId } = await db
        .insertInto('lists')
        .values({ name: 'Guests' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const people = ['a', 'b'].map((name) => ({
        email: `${name}@guests.example`,
        emailKey: `${name}@guests.example`,
      }));
      const ids = (await db.insertInto('people').values(people).returning('id').execute()).map(({ id }) => id);
      const listed = [...ids, nurture.personIds[0]!].map((personId) => ({ listId, personId }));
      await db.insertInto('listPeople').values(listed).execute();
      const source = { kind: 'list' as const, listId };
      const terms = { target: 'nurture' as const, targetId: nurtureId, stream: 'main' };
      await insertIntake(db, {
        id: intakeId,
        campaignId,
        source,
        sourceName: 'Guests',
        terms,
        createdBy: 'Mia',
        createdByKind: 'user',
      });
      return ids;
    }, tenantId);
    await take({ tenantId, intakeId });
    const intake = await inTenant((db) => findIntake(db, intakeId), tenantId);
    expect(intake).toMatchObject({ status: 'completed', progress: { people: 3, done: 3, added: 2 } });
    const members = await inTenant(
      (db) => db.selectFrom('nurtureMembers').select(['personId', 'stream']).execute(),
      tenantId,
    );
    expect(members.filter(({ personId }) => personIds.includes(personId))).toHaveLength(2);
  });

  it('counts as cancelled where it went with its campaign', async () => {
    const gone = { tenantId: made.tenantId, intakeId: uuidv7() };
    await take(gone);
    const ended = await new MockActivityEnvironment().run(activities.endIntake, gone);
    expect(ended).toEqual({ status: 'cancelled', done: 0, added: 0 });
  });
});

async function waitingOf({ intakeId }: IntakeRef): Promise<{ rows: number }> {
  const [row] = await database.owner.sql<{ rows: number }[]>`
    select count(*)::int as rows from intake_people where intake_id = ${intakeId}`;
  return row!;
}
