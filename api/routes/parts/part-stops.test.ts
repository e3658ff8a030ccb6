import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { markCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import type { PartStop } from '../../../domain/parts/end.ts';
import type { Nurture, NurtureMember } from '../../../domain/nurtures/nurture.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { runningDrip } from '../../../test/factories/drip-api.ts';
import { enrolInto, sendStep, waitStep } from '../../../test/factories/drips.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let operator: TestCaller;
let analyst: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [manager, operator, analyst] = [
    await api.asUser('manager'),
    await api.asUser('operator'),
    await api.asUser('analyst'),
  ];
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

let people = 0;
const person = async () => {
  const id = await newPerson(api.deps.database, tenantId, { email: `s${(people += 1)}@people.example` });
  await database.owner.sql`update people set consent = 'granted' where id = ${id}`;
  return id;
};
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('a drip', () => {
  it('is stopped by itself: who is in it leaves, queued mail is taken back, and what was is on record', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [
      sendStep('hello'),
      waitStep('pause', 3),
      sendStep('more'),
    ]);
    expect(await expectBody(operator.request('POST', `${drip.path}/stop`), 409)).toMatchObject({
      detail: 'The drip has not begun; remove it from its campaign instead.',
    });
    await drip.begin();
    const nowIso = new Date().toISOString();
    await enrolInto(api.deps.database, drip, [await person(), await person()], nowIso);
    await drip.round(new Date(Date.now() + 1000).toISOString());
    const preview = await expectBody<PartStop>(analyst.request('GET', `${drip.path}/stop`));
    expect(preview).toEqual({
      people: 2,
      queued: 2,
      inFlight: 0,
      sentence:
        '2 people leave it. 2 messages that are queued are taken back. What was sent, opened and clicked stays on record.',
    });
    expect((await api.app.request(`/api/v1${drip.path}/stop`, { method: 'POST' })).status).toBe(401);
    expect((await analyst.request('POST', `${drip.path}/stop`)).status).toBe(403);
    const foreign = await api.asUser('admin', await api.tenant());
    expect((await foreign.request('POST', `${drip.path}/stop`)).status).toBe(404);

    const key = { 'idempotency-key': drip.dripId };
    const stopped = { status: 'cancelled', people: 2, messages: 2 };
    expect(await expectBody(operator.request('POST', `${drip.path}/stop`, undefined, key))).toMatchObject(stopped);
    expect(await expectBody(operator.request('POST', `${drip.path}/stop`, undefined, key))).toMatchObject(stopped);
    expect((await operator.request('POST', `${drip.path}/stop`)).status).toBe(409);
    expect((await analyst.request('GET', `${drip.path}/stop`)).status).toBe(409);

    expect(await expectBody(analyst.request('GET', drip.path))).toMatchObject({
      status: 'cancelled',
      people: { exited: 2 },
    });
    const { data } = await expectBody<{ data: unknown[] }>(analyst.request('GET', `${drip.path}/people`));
    expect(data[0]).toMatchObject({ reason: 'stopped', sentence: 'Left at “Send an e-mail”: the drip was stopped.' });
    const mail = await database.owner.sql`
      select distinct m.status, m.reason from messages m join drip_steps s on s.id = m.source_id
      where s.drip_id = ${drip.dripId}`;
    expect(mail).toEqual([{ status: 'cancelled', reason: 'part_stopped' }]);
    const trail = await database.owner.sql<{ part: object }[]>`
      select part from audit_log where entity_id = ${drip.campaignId} and action = 'drip.stop'`;
    expect(trail).toMatchObject([{ part: { kind: 'drip', id: drip.dripId } }]);
    // Its workflow sees it in the row, should nobody have told it; once it has ended nobody wakes it.
    expect(await drip.round()).toMatchObject({ isStopped: true, moved: 0 });
  });

  it('has an end date of its own, which is a moment to come and stays once it has come', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [sendStep('hello')]);
    const change = (end: object, status = 200) => expectBody(manager.request('PATCH', drip.path, end), status);
    const endAt = later(2);
    expect(await change({ endAt, atEnd: 'stop' })).toMatchObject({ endAt, atEnd: 'stop' });
    await drip.begin();
    expect(await change({ endAt: '2020-01-01T00:00:00Z' }, 400)).toMatchObject({
      errors: [{ path: 'endAt', message: 'The end must be a moment to come. To end the drip now, stop it.' }],
    });
    expect(await change({ endAt: null })).toMatchObject({ endAt: null });
    const soon = later(1);
    await change({ endAt: soon });
    const somebody = await person();
    await enrolInto(api.deps.database, drip, [somebody], new Date().toISOString());
    const before = new Date(Date.parse(soon) - 3_600_000).toISOString();
    expect(await drip.round(before)).toMatchObject({ open: 1, isEntryClosed: false, nextDueAt: soon });
    expect(await enrolInto(api.deps.database, drip, [await person()], soon)).toBe(0);
    expect(await drip.round(soon)).toMatchObject({ open: 0, isEntryClosed: true });
    expect(await change({ endAt: later(9) }, 400)).toMatchObject({
      errors: [{ path: 'endAt', message: 'The drip has closed; its end date stays.' }],
    });
    const rows = await database.owner.sql`select reason from drip_positions where drip_id = ${drip.dripId}`;
    expect(rows).toEqual([{ reason: 'ended' }]);
  });

  it('lets those in it finish at its end date where that was chosen', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 3)]);
    await drip.begin();
    const endAt = later(1);
    await expectBody(manager.request('PATCH', drip.path, { endAt }));
    await enrolInto(api.deps.database, drip, [await person()], new Date().toISOString());
    await drip.round(new Date(Date.now() + 1000).toISOString());
    const closed = await drip.round(endAt);
    expect(closed).toMatchObject({ open: 1, isEntryClosed: true });
    expect(await drip.round(later(4))).toMatchObject({ open: 0, isEntryClosed: true });
  });
});

describe('a nurture programme', () => {
  const made = async () => {
    const campaign = await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Care' }), 201);
    const all = `/campaigns/${campaign.id}/nurtures`;
    const nurture = await expectBody<Nurture>(manager.request('POST', all, { name: 'Care' }), 201);
    const path = `${all}/${nurture.id}`;
    await expectBody(manager.request('POST', `${path}/members`, { personIds: [await person(), await person()] }));
    await withTenant(api.deps.database.db, tenantId, (db) =>
      markCampaign(db, { id: campaign.id, from: ['draft'], to: 'running', values: {} }),
    );
    await database.owner.sql`update nurtures set status = 'running' where id = ${nurture.id}`;
    return { path, campaignId: campaign.id };
  };

  it('is stopped by itself, and says of everybody in it when it ended and why', async () => {
    const { path } = await made();
    expect(await expectBody(analyst.request('GET', `${path}/stop`))).toMatchObject({
      people: 2,
      sentence: '2 people leave it. No mail of it is queued. What was sent, opened and clicked stays on record.',
    });
    expect(await expectBody(operator.request('POST', `${path}/stop`))).toMatchObject({ people: 2, messages: 0 });
    expect(await expectBody(analyst.request('GET', path))).toMatchObject({ status: 'cancelled', nextCastAt: null });
    const { data } = await expectBody<{ data: NurtureMember[] }>(analyst.request('GET', `${path}/members`));
    expect(data).toMatchObject([{ leftReason: 'stopped' }, { leftReason: 'stopped' }]);
    const where = await expectBody<{ nurtures: unknown[] }>(
      analyst.request('GET', `/people/${data[0]!.personId}/journeys`),
    );
    expect(where.nurtures).toMatchObject([
      { sentence: 'Was in “Main” and had nothing yet: the programme was stopped.' },
    ]);
    expect((await operator.request('POST', `${path}/stop`)).status).toBe(409);
  });

  it('has an end date of its own: no cast is expected after it, and nobody comes in', async () => {
    const { path } = await made();
    const endAt = new Date(Date.now() + 60_000).toISOString();
    expect(await expectBody(manager.request('PATCH', path, { endAt, atEnd: 'stop' }))).toMatchObject({
      endAt,
      atEnd: 'stop',
      nextCastAt: null,
    });
    await database.owner.sql`update nurtures set end_at = now() - interval '1 hour' where id = ${path.slice(-36)}`;
    expect((await manager.request('POST', `${path}/members`, { personIds: [await person()] })).status).toBe(409);
    expect(await expectBody(manager.request('PATCH', path, { endAt: later(3) }), 400)).toMatchObject({
      errors: [{ path: 'endAt', message: 'The nurture programme has closed; its end date stays.' }],
    });
  });
});
