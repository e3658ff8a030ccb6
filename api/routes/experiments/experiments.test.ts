import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { insertSender } from '../../../db/queries/senders/senders.ts';
import { point } from '../../../domain/experiments/assignment.ts';
import type { Experiment } from '../../../domain/experiments/experiment.ts';
import type { PlanAnswer } from '../../../domain/experiments/plan-question.ts';
import type { Preflight } from '../../../domain/campaigns/preflight.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { createTestExperiment } from '../../../test/factories/experiments.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let analyst: TestCaller;
let senderId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  const tenantId = await api.tenant();
  [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
  senderId = (await withTenant(api.deps.database.db, tenantId, (db) =>
    insertSender(db, { name: 'Acme', address: 'news@acme.example', replyTo: null, ratePerSecond: null }),
  ))!;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function campaign() {
  const { id } = await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Spring' }), 201);
  const content = { subject: 'Spring is here', body: '<mjml><mj-body></mj-body></mjml>', senderId };
  const broadcast = await expectBody<{ id: string }>(
    manager.request('POST', `/campaigns/${id}/broadcasts`, { content }),
    201,
  );
  return { id, all: `/campaigns/${id}/experiments`, source: { kind: 'broadcast', broadcastId: broadcast.id } };
}
const variants = [{ changes: { subject: 'Spring, {{ person.firstName }}' } }];

describe('A/B tests of a campaign', () => {
  it('are made, read, changed and removed, and are in the audit log', async () => {
    const { all, source } = await campaign();
    const made = await expectBody<Experiment>(manager.request('POST', all, { source, variants, testPercent: 30 }), 201);
    expect(made).toMatchObject({ status: 'draft', testPercent: 30, metric: 'clicks', fallback: 'A', nextLookAt: null });
    expect(made.variants.map(({ label, changes }) => [label, changes.subject])).toEqual([
      ['A', undefined],
      ['B', 'Spring, {{ person.firstName }}'],
    ]);
    expect(made.plannedLooks).toHaveLength(4);
    expect(made.plannedLooks.at(-1)).toMatchObject({ hours: 24, information: 1 });
    const path = `${all}/${made.id}`;
    const changed = await expectBody<Experiment>(
      manager.request('PATCH', path, { looks: 2, fallback: 'B' }, { 'if-match': `"${made.version}"` }),
    );
    expect(changed).toMatchObject({ looks: 2, fallback: 'B', testPercent: 30 });
    expect((await manager.request('PATCH', path, { looks: 3 }, { 'if-match': `"${made.version}"` })).status).toBe(412);
    expect(await expectBody<{ data: Experiment[] }>(analyst.request('GET', all))).toMatchObject({
      data: [{ looks: 2 }],
    });
    expect((await analyst.request('PATCH', path, { looks: 3 })).status).toBe(403);
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
    const reworded = { changes: { subject: 'Autumn' } };
    await expectBody(manager.request('PATCH', path, { variants: [reworded] }));
    const another = { changes: { preheader: `${'p'.repeat(107)}😀${'p'.repeat(11)}`, subject: 'Winter' } };
    await expectBody(manager.request('PATCH', path, { variants: [reworded, another] }));
    await expectBody(manager.request('DELETE', path), 204);
    expect((await manager.request('GET', path)).status).toBe(404);
    const log = await database.owner.sql<{ action: string; part: object; changes: { field: string }[] }[]>`
      select action, part, changes from audit_log where action like 'experiment.%' order by id`;
    const done = ['create', 'update', 'update', 'update', 'delete'].map((verb) => `experiment.${verb}`);
    expect(log.map(({ action }) => action)).toEqual(done);
    for (const { part } of log) expect(part).toEqual({ kind: 'experiment', id: made.id, name: 'A/B test' });
    expect(log[2]!.changes).toEqual([{ field: 'variantB', from: variants[0]!.changes, to: reworded.changes }]);
    const shortened = { delayMinutes: 0, preheader: `${'p'.repeat(107)}…`, subject: 'Winter' };
    expect(log[3]!.changes).toEqual([{ field: 'variantC', from: null, to: shortened }]);
  });

  it('are refused where the plan does not hold together, with the field and what to do', async () => {
    const { all, source } = await campaign();
    const refused = async (plan: object) =>
      (
        await expectBody<{ errors: { path: string }[] }>(
          manager.request('POST', all, { source, variants, ...plan }),
          400,
        )
      ).errors.map(({ path }) => path);
    expect(await refused({ variants: [{}] })).toEqual(['variants.0']);
    expect(await refused({ metric: 'conversions' })).toEqual(['goalEvent']);
    expect(await refused({ testPercent: 80, holdOutPercent: 30 })).toEqual(['testPercent']);
    expect(await refused({ waitHours: 10, endHours: 4 })).toEqual(['endHours']);
    expect(await refused({ fallback: 'C' })).toEqual(['fallback']);
    // All of a broadcast's test are divided at once: shares cannot move.
    expect(await refused({ allocation: 'thompson' })).toEqual(['allocation']);
    const nobody = '01900000-0000-7000-8000-000000000000';
    expect(await refused({ variants: [{ changes: { senderId: nobody } }] })).toEqual(['variants.0.changes.senderId']);
    expect(await refused({ source: { kind: 'broadcast', broadcastId: nobody } })).toEqual(['source.broadcastId']);
    await expectBody(manager.request('POST', all, { source, variants }), 201);
    expect((await manager.request('POST', all, { source, variants })).status).toBe(409);
    const steps = [{ key: 'hello', kind: 'send', content: { subject: 'Hello' } }];
    const drip = manager.request('POST', all.replace('experiments', 'drips'), { definition: { steps } });
    const step = { kind: 'dripStep', dripId: (await expectBody<{ id: string }>(drip, 201)).id, step: 'hello' };
    await expectBody(manager.request('POST', all, { source: step, variants }), 201);
    expect((await manager.request('POST', all, { source: step, variants })).status).toBe(409);
  });

  it('are part of what is approved, and of pre-flight, which says that they are too small', async () => {
    const { id, all, source } = await campaign();
    await expectBody(manager.request('POST', all, { source, variants: [{ changes: { subject: '' } }] }), 201);
    const report = await expectBody<Preflight>(manager.request('GET', `/campaigns/${id}/preflight`));
    expect(report.experiments).toMatchObject([{ testPeople: 0, messages: [{ label: 'A' }, { label: 'B' }] }]);
    const found = report.findings.filter(({ where }) => where.startsWith('A/B test'));
    expect(found.map(({ code }) => code)).toContain('test_below_minimum');
    expect(found.some(({ where, severity }) => where.includes('Variant B') && severity === 'blocking')).toBe(true);
  });

  it('are copied with their campaign, as drafts on what the copy sends', async () => {
    const { id, all, source } = await campaign();
    const made = await expectBody<Experiment>(manager.request('POST', all, { source, variants, looks: 3 }), 201);
    const copy = await expectBody<{ id: string }>(manager.request('POST', `/campaigns/${id}/clone`, {}), 201);
    const { data } = await expectBody<{ data: Experiment[] }>(
      manager.request('GET', `/campaigns/${copy.id}/experiments`),
    );
    expect(data).toMatchObject([{ status: 'draft', looks: 3, name: made.name }]);
    expect(data[0]!.source).not.toEqual(made.source);
  });

  it('are ended by a person only while they go on, and a winner may be chosen', async () => {
    const { all, source } = await campaign();
    const { id } = await expectBody<Experiment>(manager.request('POST', all, { source, variants }), 201);
    expect((await manager.request('POST', `${all}/${id}/stop`)).status).toBe(409);
    await database.owner.sql`update experiments set status = 'testing', started_at = now() where id = ${id}`;
    expect((await analyst.request('POST', `${all}/${id}/choose`, { variant: 'B' })).status).toBe(403);
    expect((await manager.request('POST', `${all}/${id}/choose`, { variant: 'F' })).status).toBe(400);
    const chosen = await expectBody<Experiment>(manager.request('POST', `${all}/${id}/choose`, { variant: 'B' }));
    expect(chosen).toMatchObject({ status: 'decided', outcome: 'chosen', sentVariant: 'B' });
    expect((await manager.request('POST', `${all}/${id}/stop`)).status).toBe(409);
  });

  it('are planned: how many people, and how long with those there are', async () => {
    const plan = await expectBody<PlanAnswer>(
      analyst.request('POST', '/experiments/plan', { baselinePercent: 4, liftPercent: 25, looks: 1, people: 7392 }),
    );
    expect(plan).toMatchObject({ fixedAnArm: 6745, peopleAnArm: 6745, people: 13_490, isEnough: false, mailings: 2 });
    expect(plan.noticeableLiftPercent).toBeGreaterThan(25);
    expect(plan.sentence).toMatch(/4 % from 5 % .* 6,745 people, 13,490 in all/);
  });
});

describe('what people bring', () => {
  /** A test that went to ten people with A, ten with B, and to ten not at all. */
  async function wentOut(metric: 'conversions' | 'revenue') {
    const { tenantId } = manager;
    const made = await createSentBroadcast(database.owner, { people: 30, tenantId, sentSecondsAgo: 3600 });
    const owner = { tenantId, campaignId: made.campaignId, broadcastId: made.broadcastId, dripId: null, stepId: null };
    const test = await createTestExperiment(api.deps.database, owner, {
      metric,
      goalEvent: 'signed up',
      holdOutPercent: 30,
    });
    const { sql } = database.owner;
    await sql`update experiments set status = 'testing', started_at = now() - interval '1 hour' where id = ${test.id}`;
    const [a, b] = test.variants;
    for (const [index, variant] of [a!.id, b!.id, null].entries()) {
      const [batch] = await sql`
        insert into message_batches (tenant_id, source_kind, source_id, campaign_id, size, finished_at, experiment_id, experiment_variant_id)
        values (${tenantId}, 'broadcast', ${made.broadcastId}, ${made.campaignId}, 10, now(), ${test.id}, ${variant}) returning id`;
      await sql`update messages set batch_id = ${batch!.id} where id = any(${made.messageIds.slice(index * 10, index * 10 + 10)})`;
    }
    await sql`update messages set status = 'skipped', reason = 'hold_out', sent_at = null where id = any(${made.messageIds.slice(20)})`;
    const read = () =>
      expectBody<Experiment>(manager.request('GET', `/campaigns/${made.campaignId}/experiments/${test.id}`));
    /** Somebody who got B comes to it once more. */
    const again = (person: number) => sql`
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, sent_at)
      select tenant_id, batch_id, person_id, source_id, uuidv7(), edition_id, 'sent', now()
      from messages where id = ${made.messageIds[person]!}`;
    const leaveOut = (person: number) => sql`
      update messages set status = 'skipped', reason = 'suppressed', sent_at = null where id = ${made.messageIds[person]!}`;
    return { tenantId, test, personIds: made.personIds, read, again, leaveOut };
  }

  it('is counted from when they got it, also of those who got nothing', async () => {
    const { tenantId, personIds, read } = await wentOut('conversions');
    const act = (person: number, name: string, minutesAgo: number) => database.owner.sql`
      insert into engagement_events (tenant_id, occurred_at, kind, name, person_id, verdict)
      values (${tenantId}, now() - make_interval(mins => ${minutesAgo}), 'custom', ${name}, ${personIds[person]!}, 'human')`;
    for (const person of [0, 10, 11, 12, 12, 20]) await act(person, 'signed up', 5);
    await act(1, 'signed up', 90);
    await act(2, 'looked around', 5);
    const { variants, holdOut } = await read();
    expect(variants.map(({ total, delivered }) => [total, delivered])).toEqual([
      [1, 10],
      [3, 10],
    ]);
    expect(holdOut).toEqual({ people: 10, total: 1, perPerson: 0.1 });
  });

  it('leaves the division as it was where somebody is left out later', async () => {
    const { read, leaveOut } = await wentOut('conversions');
    for (const person of [0, 1, 2, 3]) await leaveOut(person);
    const { variants } = await read();
    expect(variants.map(({ people, delivered }) => [people, delivered])).toEqual([
      [10, 6],
      [10, 10],
    ]);
  });

  it('is the revenue of what they have a part in', async () => {
    const { tenantId, test, personIds, read, again } = await wentOut('revenue');
    const { sql } = database.owner;
    const [stage] = await sql`
      insert into opportunity_stages (tenant_id, name, position, outcome) values (${tenantId}, 'Won by test', 9, 'won') returning id`;
    for (const [person, value] of [
      [10, 500_00],
      [11, 700_00],
      [0, 100_00],
    ] as const) {
      const [won] = await sql`
        insert into opportunities (tenant_id, name, stage_id, state, amount_minor, currency, rate, value_minor, closed_at)
        values (${tenantId}, 'Deal', ${stage!.id}, 'won', ${value}, 'EUR', 1, ${value}, now()) returning id`;
      await sql`insert into opportunity_people (tenant_id, opportunity_id, person_id) values (${tenantId}, ${won!.id}, ${personIds[person]!})`;
    }
    // What has no rate into the organisation's currency counts for nothing, and is said.
    await sql`
      with won as (
        insert into opportunities (tenant_id, name, stage_id, state, amount_minor, currency, closed_at)
        values (${tenantId}, 'Abroad', ${stage!.id}, 'won', 90000, 'CHF', now()) returning id)
      insert into opportunity_people (tenant_id, opportunity_id, person_id) select ${tenantId}, id, ${personIds[12]!} from won`;
    const { variants, revenue } = await read();
    expect(revenue).toEqual({ currency: 'EUR', withoutRate: 1 });
    expect(variants.map(({ total, perPerson, buyers }) => [total, perPerson, buyers])).toEqual([
      [10_000, 1000, 1],
      [120_000, 12_000, 2],
    ]);
    expect(variants[1]!.lift!.lift).toBeCloseTo(11, 6);
    expect(variants[1]!.chanceToWin).toBeGreaterThan(0.5);
    // Somebody who comes by again has still bought once, and what is given back was not earned.
    await again(10);
    await sql`
      insert into opportunity_refunds (tenant_id, opportunity_id, refunded_on, amount_minor, currency, rate, value_minor)
      select o.tenant_id, o.id, current_date, 20000, 'EUR', 1, 20000 from opportunities o
      where o.tenant_id = ${tenantId} and o.value_minor = 70000`;
    const { variants: later } = await read();
    expect(later.map(({ total, perPerson }) => [total, perPerson])).toEqual([
      [10_000, 1000],
      [100_000, 10_000],
    ]);
    // A deal of two is earned once, half by what each of them got.
    await sql`
      insert into opportunity_people (tenant_id, opportunity_id, person_id)
      select o.tenant_id, o.id, ${personIds[1]!} from opportunities o where o.tenant_id = ${tenantId} and o.value_minor = 70000`;
    const { variants: shared } = await read();
    expect(shared.map(({ total }) => total)).toEqual([35_000, 75_000]);
    // Whoever won, did so by what the look saw, whatever came since.
    const [a] = test.variants;
    const arms = [
      { label: 'A', n: 10, sum: 90_000, sumSquares: 1, z: null },
      { label: 'B', n: 10, sum: 20_000, sumSquares: 1, z: -3 },
    ];
    await sql`
      insert into experiment_looks (tenant_id, experiment_id, number, at, information, bound, counts, kind, winner_variant_id, arms)
      values (${tenantId}, ${test.id}, 1, now(), 1, 2, true, 'winner', ${a!.id}, ${sql.json(arms)})`;
    await sql`
      update experiments set status = 'decided', outcome = 'winner', sent_variant_id = ${a!.id}, decided_at = now() where id = ${test.id}`;
    expect((await read()).sentence).toBe('A won at look 1: 90.00 EUR with A, 20.00 EUR with B a person.');
  });
});

it('the database draws as the code does', async () => {
  const texts = Array.from({ length: 500 }, (_, index) => `salt:part:person ${index}`);
  const rows = await database.owner.sql<{ drawn: number }[]>`
    select experiment_point(text, 10000) as drawn from unnest(${texts}::text[]) with ordinality as t (text, place) order by place`;
  expect(rows.map(({ drawn }) => drawn)).toEqual(texts.map((text) => point(text, 10_000)));
});
