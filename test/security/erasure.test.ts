import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { recordBounce } from '../../db/queries/inbound/inbound.ts';
import { markDelivery } from '../../db/queries/webhooks/deliveries.ts';
import { listPeople } from '../../db/queries/people/people.ts';
import { messageTokens } from '../../domain/tokens/token.ts';
import { createNorthwindCampaign, type PlayedCampaign } from '../factories/played-campaign.ts';
import { bodyOf, type TestCaller } from '../api.ts';
import { createTestInstallation, eventually, type TestInstallation } from '../installation.ts';
import { historiesWith, tablesWith } from './personal-data.ts';

const person = {
  email: 'Zyxwvut.Qqq@zyxwvut-mail.example',
  firstName: 'Zyxwvutfirst',
  lastName: 'Zyxwvutlast',
  externalId: 'ZYXWVUT-4711',
  phone: '+99 zyxwvut 1',
  note: 'zyxwvut says hello',
};
const words = ['zyxwvut'];

let test: TestInstallation;
let admin: TestCaller;
let played: PlayedCampaign;
let personId: string;

beforeAll(async () => {
  test = await createTestInstallation();
  const tenantId = await test.api.tenant('Northwind');
  admin = await test.api.asUser('admin', tenantId);
  const csv = [
    'Email,First,Last,Id,Phone,Note,Opt in',
    `${person.email},${person.firstName},${person.lastName},${person.externalId},${person.phone},${person.note},yes`,
    // The same person again, with something that is remarked on.
    `${person.email},${person.firstName},${person.lastName},${person.externalId},${person.phone.repeat(20)},${person.note},yes`,
    'other@people.example,Other,One,O-1,,,yes',
  ].join('\n');
  await importFile(csv);
  played = await createNorthwindCampaign(test, { admin, approver: await test.api.asUser('approver', tenantId) });
  personId = (await peopleNamed('zyxwvut'))[0]!.id;
});
afterAll(() => test.close());

async function importFile(csv: string): Promise<{ status: string; progress: Record<string, number> }> {
  const form = new FormData();
  form.set('file', new File([csv], 'people.csv', { type: 'text/csv' }));
  const fields = [
    { column: 'Email', to: 'email' },
    { column: 'First', to: 'firstName' },
    { column: 'Last', to: 'lastName' },
    { column: 'Id', to: 'externalId' },
    { column: 'Phone', to: 'phone' },
    { column: 'Note', to: 'attributes.note', type: 'text' },
  ];
  const consent = { column: 'Opt in', equals: 'yes', source: 'fair', basis: 'consent' };
  form.set('mapping', JSON.stringify({ fields, consent }));
  const started = await admin.request('POST', '/imports', form);
  expect(started.status).toBe(202);
  const { id } = await bodyOf<{ id: string }>(started);
  const read = async () =>
    bodyOf<{ status: string; progress: Record<string, number> }>(await admin.request('GET', `/imports/${id}`));
  return eventually(read, ({ status }) => status === 'completed' || status === 'failed');
}

function peopleNamed(q: string) {
  return withTenant(test.api.deps.database.db, admin.tenantId, (db) =>
    listPeople(db, { filter: { q }, nowIso: new Date().toISOString(), sort: 'createdAt', limit: 10, after: null }),
  );
}

/** What happens to a person over the years: mail, opens, clicks, a bounce, an unsubscribe, exports, changes, merging. */
async function liveAFullLife(): Promise<void> {
  const { app, deps, keyRing } = test.api;
  const messageId = await played.messageTo(personId);
  const [tenant] = await test.database.owner.sql`select number from tenants where tenant_id = ${admin.tenantId}`;
  const tokens = messageTokens(keyRing, { tenantNumber: tenant!.number as number, messageId });
  const headers = { 'user-agent': 'Zyxwvut-Browser/1.0' };
  await app.request(`/t/o/${tokens.open}`, { headers });
  await app.request(`/t/c/${tokens.link(0)}`, { headers });
  await withTenant(deps.database.db, admin.tenantId, (db) =>
    recordBounce(db, {
      messageId,
      verdict: { kind: 'soft', cause: 'mailbox_full', reason: 'mailboxfull', status: '4.2.2', reply: null },
    }),
  );
  expect((await app.request(`/u/${tokens.unsubscribe}`, { method: 'POST' })).status).toBe(200);
  await expectOk('PATCH', `/people/${personId}`, { jobTitle: 'Zyxwvut officer', company: 'Zyxwvut & Sons' });
  await expectOk('POST', `/people/${personId}/consents`, {
    state: 'granted',
    source: 'Zyxwvut on the phone',
    note: 'Zyxwvut asked for it',
  });
  const { id: listId } = await bodyOf<{ id: string }>(await expectOk('POST', '/lists', { name: 'Guests' }));
  await expectOk('POST', `/lists/${listId}/people`, { personIds: [personId] });
  await trackBeforeKnown('ZYXWVUT-0815');
  const double = await bodyOf<{ id: string }>(
    await expectOk('POST', '/people', {
      firstName: 'Zyxwvut',
      email: 'first@zyxwvut-mail.example',
      externalId: 'ZYXWVUT-0815',
      phone: '+99 zyxwvut 2',
    }),
  );
  const former = ['first@zyxwvut-mail.example', 'other@zyxwvut-mail.example'];
  const emails = ['second@zyxwvut-mail.example', ...former];
  await expectOk('POST', '/suppressions', { emails, source: 'asked' });
  await expectOk('PATCH', `/people/${double.id}`, { email: 'second@zyxwvut-mail.example' });
  for (const email of [former[1], person.email]) await expectOk('PATCH', `/people/${personId}`, { email });
  await expectOk('POST', '/people/merge', { keepId: personId, mergeId: double.id });
  const made = await bodyOf<{ id: string }>(await expectOk('POST', '/exports', { filter: { q: 'zyxwvut' } }));
  await eventually(
    async () => bodyOf<{ status: string }>(await admin.request('GET', `/exports/${made.id}`)),
    ({ status }) => status === 'completed',
  );
  await expectOk('GET', `/people/${personId}/export`);
}

/** An event that comes in under an id before anybody has it. */
async function trackBeforeKnown(userId: string): Promise<void> {
  const { key } = await bodyOf<{ key: string }>(
    await expectOk('POST', '/write-keys', { name: 'Shop', kind: 'server' }),
  );
  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  const event = { userId, event: 'Zyxwvut bought', properties: { mail: person.email } };
  const body = JSON.stringify(event);
  const sent = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } };
  expect((await test.api.app.request('/api/v1/track', sent)).status).toBe(200);
}

/** An endpoint is told of the person, and answers with what it knows of them. */
async function tellSomebodyWhoKnows(): Promise<void> {
  const ids = { event: randomUUID(), delivery: randomUUID(), lease: randomUUID() };
  const now = new Date().toISOString();
  const { sql } = test.database.owner;
  await sql`
    insert into webhook_events (tenant_id, id, type, data) values (${admin.tenantId}, ${ids.event}, 'person.updated', ${sql.json({ personId })})`;
  await sql`
    insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, type, lease_id, leased_until)
    values (${admin.tenantId}, ${ids.delivery}, ${randomUUID()}, ${ids.event}, 'person.updated', ${ids.lease}, now() + interval '1 hour')`;
  const attempt = { at: now, status: 409, problem: 'http_409', ms: 1, start: `${person.email} is here already` };
  const mark = { id: ids.delivery, leaseId: ids.lease, status: 'waiting' as const, nextTryIso: now, nowIso: now };
  await withTenant(test.api.deps.database.db, admin.tenantId, (db) => markDelivery(db, { ...mark, attempt }));
}

async function expectOk(method: string, path: string, body?: unknown): Promise<Response> {
  const answer = await admin.request(method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

describe('a person who has been everywhere', () => {
  it('is found in many tables before, and in none and in no history after the erasure', async () => {
    await liveAFullLife();
    await tellSomebodyWhoKnows();
    const before = await tablesWith(test.database.owner, words);
    expect(before).toEqual(
      expect.arrayContaining([
        'public.people',
        'public.person_attributes',
        'public.consents',
        'public.suppressions',
        'public.file_chunks',
        'public.import_errors',
        'public.exports',
        'public.webhook_deliveries',
      ]),
    );
    const counts = await played.counts();
    const [ofThem, ofAnother] = [{ 'idempotency-key': 'of-them' }, { 'idempotency-key': 'of-another' }];
    const consent = { state: 'granted', source: 'phone' };
    const another = { email: 'another@people.example' };
    const told = async () => [
      await admin.request('POST', `/people/${personId}/consents`, consent, ofThem),
      await admin.request('POST', '/people', another, ofAnother),
    ];
    expect((await told()).map(({ status }) => status)).toEqual([201, 201]);
    expect((await admin.request('DELETE', `/people/${personId}`)).status).toBe(202);
    await eventually(
      () => admin.request('GET', `/people/${personId}`),
      ({ status }) => status === 404,
    );
    // Some are told of it only then.
    await tellSomebodyWhoKnows();
    expect(await tablesWith(test.database.owner, words)).toEqual([]);
    expect(await historiesWith(test.temporal.client, [...words, person.email, person.externalId])).toEqual([]);
    expect(await played.counts()).toEqual(counts);
    // What was answered of them is not answered again, nor done again.
    const [theirs, others] = await told();
    expect([theirs!.status, others!.status]).toEqual([409, 201]);
    expect(await theirs!.text()).not.toMatch(/zyxwvut/i);
    expect(await others!.text()).toContain(another.email);
  });

  it('leaves a hashed suppression, which a new import of the same person does not get past', async () => {
    const [kept] = await test.database.owner.sql`
      select email, reason from suppressions where tenant_id = ${admin.tenantId} and address_hash = address_hash(${person.email.toLowerCase()})`;
    expect(kept).toEqual({ email: null, reason: 'erased' });
    const again = await importFile(`Email,First,Last,Id,Phone,Note,Opt in\n${person.email},Someone,New,NEW-1,,,yes\n`);
    expect(again).toMatchObject({ status: 'completed', progress: { created: 1, suppressed: 1 } });
    const [back] = await peopleNamed('Someone');
    expect(back).toMatchObject({ suppressed: 'erased' });
    const preflight = await played.preflight();
    expect(preflight.leftOut.suppressed?.count).toBe(1);
  });
});
