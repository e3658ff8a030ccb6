import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { letIntoNurtures, listComing } from '../../../db/queries/nurtures/reactions.ts';
import type { NurtureMember } from '../../../domain/nurtures/nurture.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { apiNurture } from '../../../test/factories/nurture-api.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let approver: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [manager, approver] = [await api.asUser('manager'), await api.asUser('approver')];
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

let addresses = 0;
const person = async (consent = 'granted') => {
  const email = `e${(addresses += 1)}@people.example`;
  const id = await newPerson(api.deps.database, tenantId, { email });
  await database.owner.sql`update people set consent = ${consent} where id = ${id}`;
  return id;
};
const list = async (name: string, personIds: string[]) => {
  const made = manager.request('POST', '/lists', { name: `${name} ${(addresses += 1)}` });
  const { id } = await expectBody<{ id: string }>(made, 201);
  const add = (ids: string[]) => expectBody(manager.request('POST', `/lists/${id}/people`, { personIds: ids }));
  if (personIds.length > 0) await add(personIds);
  return { id, add };
};

const streams = [
  { key: 'main', name: 'Main' },
  { key: 'hot', name: 'Hot' },
];
const schedule = { weekdays: [2], at: '09:00', zone: 'UTC' };
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** A programme of two streams that lets people in by some ways. */
async function open(entries: object[], more: object = {}) {
  const care = await apiNurture(
    { api, manager, tenantId },
    { name: 'Care', definition: { schedule, streams, entries, ...more } },
  );
  await care.add('one', { streams: ['main', 'hot'] });
  const { campaignId, nurtureId } = care;
  return {
    ...care,
    look: (now = later(0)): Promise<{ lookAt: string | null }> =>
      new MockActivityEnvironment().run(care.activities.letIn, { tenantId, campaignId, nurtureId, now }),
    members: async () =>
      (await expectBody<{ data: NurtureMember[] }>(manager.request('GET', `${care.path}/members`))).data.map(
        ({ personId, stream }) => ({ personId, stream }),
      ),
    happened: (personId: string, verdict = 'human') =>
      withTenant(api.deps.database.db, tenantId, async (db) =>
        letIntoNurtures(db, await listComing(db, [{ kind: 'form', verdict, personId, name: 'Brochure' }]), later(0)),
      ),
  };
}

describe('a nurture programme with ways in', () => {
  it('counts them in pre-flight, lets people in as they come, and before a cast whoever has come by then', async () => {
    const [ada, bob, cora, silent] = [await person(), await person(), await person(), await person('unknown')];
    const readers = await list('Readers', [ada, silent]);
    const care = await open([
      { by: { kind: 'list', listId: readers.id }, stream: 'hot' },
      { by: { kind: 'event', event: 'form', name: 'Brochure' } },
    ]);
    const preflight = await expectBody<{ nurtures: unknown[]; findings: { code: string }[] }>(
      manager.request('GET', `/campaigns/${care.campaignId}/preflight`),
    );
    expect(preflight.nurtures).toMatchObject([
      {
        members: 0,
        audienceSize: 2,
        recipients: 1,
        leftOut: { no_consent: { count: 1 } },
        entries: [
          { stream: 'Hot', people: 2 },
          { stream: 'Main', people: null },
        ],
      },
    ]);
    expect(preflight.findings.map(({ code }) => code)).not.toContain('no_members');
    await care.begin();
    await care.look();
    await care.look(later(1));
    expect(await care.members()).toEqual([
      { personId: ada, stream: 'hot' },
      { personId: silent, stream: 'hot' },
    ]);
    await care.happened(bob);
    await care.happened(cora, 'machine');
    await readers.add([cora]);
    expect(await care.cast()).toMatchObject({ enqueued: 3 });
    expect((await care.members()).find(({ personId }) => personId === bob)).toMatchObject({ stream: 'main' });
    expect((await care.members()).find(({ personId }) => personId === cora)).toMatchObject({ stream: 'hot' });
  });

  it('lets in who comes from then on only, on each person’s day, and by a segment', async () => {
    await manager.request('POST', '/attributes', { key: 'renewal', label: 'Renewal', type: 'date' });
    const [before, after, dated, german] = [await person(), await person(), await person(), await person()];
    // The day of the look, also where it is the next one.
    const today = later(1).slice(0, 10);
    await expectBody(
      manager.request('PATCH', `/people/${dated}`, { attributes: { renewal: `2020${today.slice(4)}` } }),
    );
    await expectBody(manager.request('PATCH', `/people/${german}`, { country: 'DE' }));
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } };
    const segment = await expectBody<{ id: string }>(
      manager.request('POST', '/segments', { name: `Germans ${addresses}`, rule }),
      201,
    );
    const guests = await list('Guests', [before]);
    const care = await open([
      { by: { kind: 'list', listId: guests.id, existing: false } },
      { by: { kind: 'dateField', attribute: 'renewal' } },
      { by: { kind: 'segment', segmentId: segment.id }, stream: 'hot' },
    ]);
    await care.begin();
    await guests.add([after]);
    await care.look(later(1));
    expect(await care.members()).toEqual([
      { personId: after, stream: 'main' },
      { personId: dated, stream: 'main' },
      { personId: german, stream: 'hot' },
    ]);
    const gone = await manager.request('DELETE', `/lists/${guests.id}`);
    expect(gone.status).toBe(409);
  });

  it('lets who has left alone in again only where that was chosen and they come anew', async () => {
    for (const comeAgain of [false, true]) {
      const ada = await person();
      const fans = await list(`Fans ${comeAgain}`, [ada]);
      const entries = [{ by: { kind: 'list', listId: fans.id }, stream: 'hot' }];
      const care = await open(entries, { comeAgain });
      await care.begin();
      await care.look();
      const definition = { schedule, streams: [streams[0]], entries: [{ by: entries[0]!.by }], comeAgain };
      const { number } = await expectBody<{ number: number }>(
        manager.request('POST', `${care.path}/versions`, { definition, moves: { hot: null } }),
        201,
      );
      await expectBody(approver.request('POST', `${care.path}/versions/${number}/approve`));
      await care.look(later(1));
      expect(await care.members()).toEqual([]);
      await expectBody(manager.request('POST', `/lists/${fans.id}/people`, { action: 'remove', personIds: [ada] }));
      await fans.add([ada]);
      await care.look(later(2));
      expect(await care.members()).toEqual(comeAgain ? [{ personId: ada, stream: 'main' }] : []);
    }
  });

  it('names what a way in asks for that there is not', async () => {
    const nobody = '0198c0de-0000-7000-8000-000000000000';
    const { id } = await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Odd' }), 201);
    const make = (entry: object) =>
      expectBody(
        manager.request('POST', `/campaigns/${id}/nurtures`, {
          name: 'Odd',
          definition: { streams, entries: [entry] },
        }),
        400,
      );
    expect(await make({ by: { kind: 'list', listId: nobody } })).toMatchObject({
      errors: [{ path: 'definition.entries.0.by.listId', code: 'unknown_reference' }],
    });
    expect(await make({ by: { kind: 'dateField', attribute: 'birthday' } })).toMatchObject({
      errors: [{ path: 'definition.entries.0.by.attribute' }],
    });
    expect(await make({ by: { kind: 'event', event: 'form' }, stream: 'cold' })).toMatchObject({
      errors: [{ path: 'definition.entries.0.stream', message: 'there is no stream cold' }],
    });
  });
});
