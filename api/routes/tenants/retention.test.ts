import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RetentionCounts, RetentionRules } from '../../../domain/retention/rule.ts';
import { bodyOf, type TestCaller } from '../../../test/api.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { createTestInstallation, eventually, type TestInstallation } from '../../../test/installation.ts';

interface Shown {
  rules: RetentionRules;
  lastRun: { at: string; removed: RetentionCounts } | null;
}

const rules: RetentionRules = {
  engagementDays: 365,
  inactivePeopleDays: 400,
  jobRecordsDays: 60,
  signUpsDays: 30,
  inboundMailDays: 60,
};
let test: TestInstallation;
let admin: TestCaller;
let analyst: TestCaller;
let tenantId: string;
let other: string;

beforeAll(async () => {
  test = await createTestInstallation();
  [tenantId, other] = [await test.api.tenant('Kept'), await test.api.tenant('Other')];
  [admin, analyst] = [await test.api.asUser('admin', tenantId), await test.api.asUser('analyst', tenantId)];
  for (const tenant of [tenantId, other]) await fill(tenant);
});
afterAll(() => test.close());

/** 5,002 old events, one of them of somebody who was there later than the inactive are, and a young one; people of every kind that matters; old and young imports and sign-ups. */
async function fill(tenant: string): Promise<void> {
  const { personIds } = await createSentBroadcast(test.database.owner, { tenantId: tenant, people: 9 });
  const [granted, denied, , clicked, changed, said, signedUp, machine, former] = personIds;
  await test.database.owner.sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${tenant}, true)`;
    await sql`update people set created_at = now() - interval '500 days', updated_at = now() - interval '500 days', consent = 'unknown'
      where tenant_id = ${tenant}`;
    await sql`update people set consent = 'granted' where id = ${granted!}`;
    await sql`update people set consent = 'denied' where id = ${denied!}`;
    await sql`update people set updated_at = now() - interval '10 days' where id = ${changed!}`;
    await sql`insert into consents (person_id, state, source, at) values (${said!}, 'denied', 'phone', now() - interval '20 days')`;
    await sql`insert into sign_ups (person_id, email_hash, source, expires_at, created_at) values
      (${signedUp!}, address_hash('x'), 'form', now() - interval '1 day', now() - interval '8 days'),
      (${granted!}, address_hash('x'), 'form', now() - interval '450 days', now() - interval '457 days')`;
    await sql`insert into engagement_events (occurred_at, received_at, kind, verdict, person_id)
      select now() - interval '450 days', now() - interval '450 days', 'open', 'human', ${granted!} from generate_series(1, 5000)`;
    await sql`insert into engagement_events (occurred_at, received_at, kind, verdict, person_id) values
      (now() - interval '3 days', now() - interval '3 days', 'click', 'human', ${clicked!}),
      (now() - interval '380 days', now() - interval '380 days', 'click', 'human', ${former!}),
      (now() - interval '450 days', now() - interval '450 days', 'click', 'human', ${denied!}),
      (now() - interval '3 days', now() - interval '3 days', 'open', 'machine', ${machine!})`;
    await sql`insert into imports (file_name, file_bytes, status, finished_at) values
      ('old.csv', 1, 'completed', now() - interval '61 days'), ('new.csv', 1, 'completed', now() - interval '2 days'),
      ('waiting.csv', 1, 'running', null)`;
    await sql`insert into inbound_mails (way, fingerprint, kind, reason, state, bytes, received_at) values
      ('smtp', '\\x01', 'reply', 'reply', 'applied', 1, now() - interval '61 days'), ('smtp', '\\x02', 'reply', 'reply', 'applied', 1, now())`;
  });
}

const read = async (who = admin) => bodyOf<Shown>(await who.request('GET', '/retention'));
const preview = async (given: object = rules) => admin.request('POST', '/retention/preview', given);
const rowsOf = async (tenant: string) => {
  const [row] = await test.database.owner.sql`select
    (select count(*)::int from engagement_events where tenant_id = ${tenant}) as events,
    (select count(*)::int from people where tenant_id = ${tenant} and erased_at is null) as people,
    (select count(*)::int from imports where tenant_id = ${tenant}) as imports,
    (select count(*)::int from sign_ups where tenant_id = ${tenant}) as sign_ups`;
  return row;
};
const expected = { engagement: 5002, inactivePeople: 3, jobRecords: 1, signUps: 1, inboundMails: 1 };

describe('retention rules', () => {
  it('are read by everybody and changed by an admin, at a known version', async () => {
    expect((await read(analyst)).rules).toEqual({
      engagementDays: 1095,
      inactivePeopleDays: null,
      jobRecordsDays: null,
      signUpsDays: 90,
      inboundMailDays: 90,
    });
    expect((await analyst.request('PUT', '/retention', rules)).status).toBe(403);
    expect((await admin.request('PUT', '/retention', { ...rules, inactivePeopleDays: 3 })).status).toBe(400);
    const etag = (await admin.request('GET', '/retention')).headers.get('etag')!;
    expect((await admin.request('PUT', '/retention', rules, { 'if-match': '"999"' })).status).toBe(412);
    const saved = await admin.request('PUT', '/retention', rules, { 'if-match': etag });
    expect(await bodyOf(saved)).toMatchObject({ rules, lastRun: null });
    expect((await test.api.app.request('/api/v1/retention')).status).toBe(401);
  });

  it('say what they would remove before they are saved, and remove nothing by that', async () => {
    const before = await rowsOf(tenantId);
    expect(await bodyOf(await preview())).toEqual({ wouldRemove: expected });
    const kind = {
      ...rules,
      engagementDays: 3650,
      inactivePeopleDays: null,
      jobRecordsDays: null,
      signUpsDays: 3650,
      inboundMailDays: 3650,
    };
    expect(await bodyOf(await preview(kind))).toEqual({
      wouldRemove: { engagement: 0, inactivePeople: 0, jobRecords: 0, signUps: 0, inboundMails: 0 },
    });
    expect((await preview({ ...rules, engagementDays: 0 })).status).toBe(400);
    expect(await rowsOf(tenantId)).toEqual(before);
  });

  it('are applied by their workflow to the rows of the tenant alone, and the log has the counts', async () => {
    const theirs = await rowsOf(other);
    expect((await analyst.request('POST', '/retention/run')).status).toBe(403);
    const started = await admin.request('POST', '/retention/run');
    expect([started.status, await bodyOf(started)]).toMatchObject([
      202,
      { workflow: { id: `retention/${tenantId}`, url: null } },
    ]);
    const { lastRun } = await eventually(read, (shown) => shown.lastRun !== null);
    expect(lastRun?.removed).toEqual(expected);
    expect(await rowsOf(tenantId)).toEqual({ events: 2, people: 6, imports: 2, sign_ups: 1 });
    expect(await rowsOf(other)).toEqual(theirs);
    const [cleared] = await test.database.owner.sql`
      select email, first_name, consent from people where tenant_id = ${tenantId} and erased_at is not null limit 1`;
    expect(cleared).toEqual({ email: null, first_name: null, consent: 'denied' });
    // Nobody asked to be forgotten: who comes back may be written to again.
    const suppressed = await test.database.owner.sql`select 1 from suppressions where tenant_id = ${tenantId}`;
    expect(suppressed).toEqual([]);
  });

  it('find nothing the second time, and are applied to every tenant by the daily round', async () => {
    const result = await test.temporal.client.workflow.getHandle(`retention/${tenantId}`).result();
    expect(result).toEqual(expected);
    // Of what a worker removed whose answer was lost the log has the counts all the same, and once.
    const before = new Date(Date.now() - 90 * 86_400_000).toISOString();
    const lost = { tenantId: other, kind: 'signUps', before } as const;
    expect(await new MockActivityEnvironment().run(test.activities.removeOverdue, lost)).toMatchObject({ removed: 1 });
    await test.activities.daily(new Date().toISOString());
    await test.temporal.client.workflow.getHandle(`retention/${other}`).result();
    expect(await test.temporal.client.workflow.getHandle(`retention/${tenantId}`).result()).toEqual({
      engagement: 0,
      inactivePeople: 0,
      jobRecords: 0,
      signUps: 0,
      inboundMails: 0,
    });
    // The other tenant keeps its people for ever, and its engagement for three years.
    expect(await rowsOf(other)).toEqual({ events: 5004, people: 9, imports: 3, sign_ups: 1 });
    const log = await test.database.owner.sql`
      select count(*)::int as count from audit_log where tenant_id = ${tenantId} and action = 'retention.run'`;
    expect(log).toEqual([{ count: 1 }]);
    await test.activities.noteRetention({ tenantId: other });
    const theirs = await test.database.owner.sql`
      select changes from audit_log where tenant_id = ${other} and action = 'retention.run'`;
    expect(theirs).toEqual([{ changes: expect.arrayContaining([{ field: 'signUps', from: null, to: 1 }]) }]);
  });
});
