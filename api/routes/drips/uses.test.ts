import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { findContentHash } from '../../../db/queries/approvals/approvals.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { runningDrip } from '../../../test/factories/drip-api.ts';
import { waitStep } from '../../../test/factories/drips.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let admin: TestCaller;
let approver: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [manager, admin, approver] = [await api.asUser('manager'), await api.asUser('admin'), await api.asUser('approver')];
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Answer {
  id: string;
  detail: string;
  usedBy: { kind: string; name: string }[];
}

async function body(response: Promise<Response>, status = 200): Promise<Answer> {
  const answer = await response;
  const text = await answer.text();
  expect({ status: answer.status, text }).toMatchObject({ status });
  return (text === '' ? {} : JSON.parse(text)) as Answer;
}

let made = 0;
const newName = () => `Thing ${(made += 1)}`;
const newList = () => body(manager.request('POST', '/lists', { name: newName() }), 201);
const onList = (listId: string) => ({ kind: 'list', is: true, listIds: [listId] });
const isFrom = (value: string) => ({
  kind: 'field',
  field: 'person.country',
  test: { op: 'isOneOf', values: [value] },
});
const newSegment = (rule: unknown) => body(manager.request('POST', '/segments', { name: newName(), rule }), 201);
const hashOf = (campaignId: string) =>
  withTenant(api.deps.database.db, tenantId, (db) => findContentHash(db, campaignId));

/** A drip that runs and has people who follow its first version, while a second one runs for those who come now. */
async function replaced(first: unknown[], more: object = {}) {
  const drip = await runningDrip({ api, manager, tenantId }, first, more);
  await drip.begin();
  const email = `${(made += 1)}@people.example`;
  const personIds = [await newPerson(api.deps.database, tenantId, { email })];
  await body(manager.request('POST', `${drip.path}/enrol`, { personIds }));
  await drip.round();
  const definition = { ...drip.complete([waitStep('pause', 9)]), exitWhen: null };
  await body(manager.request('POST', `${drip.path}/versions`, { definition, scope: 'newOnly' }), 201);
  await body(approver.request('POST', `${drip.path}/versions/2/approve`));
  await drip.round();
  return drip;
}

/** A nurture programme with a transition by a rule, in a campaign of its own. */
async function nurtureBy(rule: unknown) {
  const campaign = await body(manager.request('POST', '/campaigns', { name: 'Care' }), 201);
  const streams = ['main', 'buyers'].map((key) => ({ key, name: key }));
  const definition = { streams, transitions: [{ from: null, to: 'buyers', rule }] };
  await body(manager.request('POST', `/campaigns/${campaign.id}/nurtures`, { name: 'Care', definition }), 201);
  return campaign.id;
}

describe('what a drip or a nurture programme names', () => {
  it.each([
    ['a step', (listId: string) => [[{ key: 'add', kind: 'changeList', listId, action: 'add' }], {}] as const],
    ['the way in', (listId: string) => [[waitStep('a', 1)], { entries: [{ kind: 'list', listId }] }] as const],
    ['a goal', (listId: string) => [[waitStep('a', 1)], { goal: { kind: 'rule', rule: onList(listId) } }] as const],
  ])('stays: a list in %s is not deleted', async (_, using) => {
    const list = await newList();
    const [steps, more] = using(list.id);
    await runningDrip({ api, manager, tenantId }, [...steps], more);
    const { detail } = await body(manager.request('DELETE', `/lists/${list.id}`), 409);
    expect(detail).toContain('a drip, a nurture programme or a message of Welcome');
  });

  it('stays as long as somebody follows the version that names it', async () => {
    const list = await newList();
    const drip = await replaced([
      waitStep('pause', 2),
      { key: 'add', kind: 'changeList', listId: list.id, action: 'add' },
    ]);
    await body(manager.request('DELETE', `/lists/${list.id}`), 409);
    await database.owner
      .sql`update drip_positions set ended_at = now(), state = 'exited' where drip_id = ${drip.dripId}`;
    await body(manager.request('DELETE', `/lists/${list.id}`), 204);
  });

  it('stays where a nurture programme leads people by it, and goes once that is over', async () => {
    const list = await newList();
    const campaignId = await nurtureBy(onList(list.id));
    await body(manager.request('DELETE', `/lists/${list.id}`), 409);
    await database.owner.sql`update nurtures set status = 'cancelled' where campaign_id = ${campaignId}`;
    await body(manager.request('DELETE', `/lists/${list.id}`), 204);
  });

  it('stays: an attribute that a drip waits for, sets or asks about is not deleted', async () => {
    const attribute = (type: string) =>
      body(admin.request('POST', '/attributes', { key: `k${(made += 1)}`, label: 'K', type }), 201);
    const [date, plan, asked] = [await attribute('date'), await attribute('text'), await attribute('text')];
    const keyOf = (given: Answer) => (given as unknown as { key: string }).key;
    await runningDrip({ api, manager, tenantId }, [
      { key: 'wait', kind: 'wait', until: { kind: 'dateField', attribute: keyOf(date) } },
      { key: 'set', kind: 'setAttribute', attribute: keyOf(plan), value: 'gold' },
    ]);
    await nurtureBy({ kind: 'field', field: `attributes.${keyOf(asked)}`, test: { op: 'isKnown' } });
    for (const { id } of [date, plan, asked]) {
      const { detail } = await body(admin.request('DELETE', `/attributes/${id}`), 409);
      expect(detail).toContain('A drip or a nurture programme of');
    }
  });

  it('takes only a member status of the campaign’s own type', async () => {
    const { data } = (await body(manager.request('GET', '/campaign-types'))) as unknown as {
      data: { id: string; statuses: { id: string }[] }[];
    };
    const campaign = await body(
      manager.request('POST', '/campaigns', { name: 'Typed', campaignTypeId: data[0]!.id }),
      201,
    );
    const steps = (type: number) => ({
      name: 'Welcome',
      definition: { steps: [{ key: 'set', kind: 'setStatus', statusId: data[type]!.statuses[0]!.id }] },
    });
    const path = `/campaigns/${campaign.id}/drips`;
    expect(await body(manager.request('POST', path, steps(1)), 400)).toMatchObject({
      errors: [{ path: 'definition.steps.0.statusId', code: 'unknown_reference' }],
    });
    await body(manager.request('POST', path, steps(0)), 201);
  });
});

describe('a segment that a drip or a nurture programme builds on', () => {
  it('is part of what was approved, also through another segment, and locked while the drip runs', async () => {
    const inner = await newSegment(isFrom('France'));
    const segment = await newSegment({ kind: 'segment', segmentId: inner.id });
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('a', 1)], {
      entries: [{ kind: 'segment', segmentId: segment.id }],
    });
    const before = await hashOf(drip.campaignId);
    await body(manager.request('PATCH', `/segments/${inner.id}`, { rule: isFrom('Spain') }));
    expect(await hashOf(drip.campaignId)).not.toBe(before);
    await drip.begin();
    const { detail } = await body(manager.request('PATCH', `/segments/${inner.id}`, { rule: isFrom('Peru') }), 409);
    expect(detail).toContain('part of who gets Welcome');
    await body(manager.request('DELETE', `/segments/${segment.id}`), 409);
  });

  it('takes back an approval where its rule changes before the beginning', async () => {
    const segment = await newSegment(isFrom('France'));
    const campaignId = await nurtureBy({ kind: 'segment', is: true, segmentId: segment.id });
    const before = await hashOf(campaignId);
    await database.owner
      .sql`update campaigns set status = 'approved', approved_hash = ${before} where id = ${campaignId}`;
    const path = `/segments/${segment.id}`;
    expect((await body(manager.request('GET', path))).usedBy).toEqual([
      { kind: 'campaign', id: campaignId, name: 'Care' },
    ]);
    await body(manager.request('PATCH', path, { rule: isFrom('Spain') }));
    expect(await hashOf(campaignId)).not.toBe(before);
    expect(await body(manager.request('GET', `/campaigns/${campaignId}`))).toMatchObject({ status: 'draft' });
  });

  it('is in use as long as somebody follows the version that asks about it', async () => {
    const segment = await newSegment(isFrom('France'));
    const exitWhen = { kind: 'rule', rule: { kind: 'segment', is: true, segmentId: segment.id } };
    const drip = await replaced([waitStep('pause', 2)], { exitWhen });
    const uses = async () => (await body(manager.request('GET', `/segments/${segment.id}`))).usedBy;
    expect(await uses()).toHaveLength(1);
    await database.owner
      .sql`update drip_positions set ended_at = now(), state = 'exited' where drip_id = ${drip.dripId}`;
    expect(await uses()).toHaveLength(0);
  });
});
