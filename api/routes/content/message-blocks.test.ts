import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildVariantEdition } from '../../../activities/content/variant-edition.ts';
import { withTenant } from '../../../db/connection.ts';
import { findContentHash } from '../../../db/queries/approvals/approvals.ts';
import { insertEdition } from '../../../db/queries/content/editions.ts';
import { answerConditions } from '../../../db/queries/content/message-conditions.ts';
import { voidingOutdated } from '../../../db/queries/approvals/void-approvals.ts';
import { systemActor } from '../../../domain/policy/actor.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

const words = (text: string) => [{ runs: [{ kind: 'words', text }] }];

describe('a message of blocks in a campaign', () => {
  let database: TestDatabase;
  let api: TestApi;
  let admin: TestCaller;
  let campaignId: string;
  let broadcastId: string;
  let segmentId: string;
  let itemId: string;
  const people: Record<string, string> = {};

  const made = async (path: string, input: object) =>
    (await bodyOf<{ id: string }>(await admin.request('POST', path, input))).id;
  const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) =>
    withTenant(api.deps.database.db, admin.tenantId, work);
  const hash = () => inTenant((db) => findContentHash(db, campaignId));

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database);
    admin = await api.asUser('admin');
    await admin.request('PATCH', '/tenant', { postalAddress: '1 Main Street' });
    for (const country of ['DE', 'GB'])
      people[country] = await made('/people', { email: `${country.toLowerCase()}@people.example`, country });
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } };
    segmentId = await made('/segments', { name: 'Germany', rule });
    itemId = await made('/content-items', { title: 'The guide', url: 'https://works.example/guide' });
    const senderId = await made('/senders', { name: 'Works', address: 'news@works.example' });
    campaignId = await made('/campaigns', { name: 'Spring' });
    const blocks = [
      {
        kind: 'condition',
        id: 'germans',
        rule: { kind: 'segment', segmentId },
        blocks: [{ kind: 'text', id: 'a', text: words('Guten Tag') }],
        otherwise: [{ kind: 'text', id: 'b', text: words('Good day') }],
      },
      { kind: 'card', id: 'c', item: { kind: 'chosen', contentItemId: itemId } },
      { kind: 'footer', id: 'end', text: words('Because.') },
    ];
    const content = { subject: 'News', preheader: 'x', format: 'blocks', blocks, senderId, body: '' };
    broadcastId = await made(`/campaigns/${campaignId}/broadcasts`, { name: 'Letter', content });
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('is shown to each person with what their conditions come to, and to nobody by what one says', async () => {
    const path = `/campaigns/${campaignId}/broadcasts/${broadcastId}/preview`;
    const shown = async (body: object) =>
      bodyOf<{ text: string; findings: unknown[] }>(await admin.request('POST', path, body));
    expect((await shown({ personId: people.DE })).text).toContain('Guten Tag');
    expect((await shown({ personId: people.GB })).text).toContain('Good day');
    expect((await shown({ conditions: { germans: false } })).text).toContain('Good day');
    const { text, findings } = await shown({});
    expect(text).toContain('The guide');
    expect(findings).toMatchObject([{ code: 'unsigned' }]);
  });

  it('is pinned with its brand, its items and the segments that it asks about', async () => {
    const hashes = [await hash()];
    expect(await hash()).toBe(hashes[0]);
    const changes = [
      () => admin.request('PUT', '/brand-kit', { footerText: 'New' }),
      () => admin.request('PATCH', `/content-items/${itemId}`, { title: 'The new guide' }),
      () =>
        admin.request('PATCH', `/segments/${segmentId}`, {
          rule: { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE', 'AT'] } },
        }),
    ];
    for (const change of changes) {
      expect((await change()).status).toBe(200);
      hashes.push(await hash());
    }
    expect(new Set(hashes).size).toBe(4);
    expect((await admin.request('DELETE', `/segments/${segmentId}`)).status).toBe(409);
  });

  it('loses its approval with what it shows, at once and not when it should start, and its people are told why', async () => {
    const owner = await api.asUser('manager');
    await admin.request('PATCH', `/campaigns/${campaignId}`, { ownerId: owner.personId });
    const status = async () =>
      (await bodyOf<{ status: string }>(await admin.request('GET', `/campaigns/${campaignId}`))).status;
    const approvedHash = async () =>
      database.owner.sql`update campaigns set status = 'scheduled', start_at = now() + interval '1 day',
        approved_hash = ${await hash()} where id = ${campaignId}`;
    const change = async (method: string, path: string, body: object) =>
      expect((await admin.request(method, path, body)).status).toBe(200);
    const lost = async () => {
      const { approvals } = await bodyOf<{ approvals: { kind: string; comment: string; campaignName: string }[] }>(
        await owner.request('GET', '/notifications'),
      );
      return approvals.map(({ kind, campaignName, comment }) => `${kind} ${campaignName}: ${comment}`);
    };
    const { senderId } = (
      await bodyOf<{ content: { senderId: string } }>(
        await admin.request('GET', `/campaigns/${campaignId}/broadcasts/${broadcastId}`),
      )
    ).content;

    await approvedHash();
    await change('PATCH', `/senders/${senderId}`, { ratePerSecond: 9 });
    await change('PATCH', `/content-items/${itemId}`, { validUntil: '2199-01-01' });
    expect([await status(), await lost()]).toEqual(['scheduled', []]);

    for (const [method, path, body, why] of [
      ['PATCH', `/senders/${senderId}`, { name: 'The works' }, 'The sender “Works” was changed.'],
      ['PUT', '/brand-kit', { footerText: 'Newer' }, 'The brand kit was changed.'],
      ['PATCH', `/content-items/${itemId}`, { title: 'A guide' }, 'The content “The new guide” was changed.'],
      [
        'PATCH',
        `/segments/${segmentId}`,
        { rule: { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } } },
        'The rule of the segment “Germany” was changed.',
      ],
    ] as const) {
      await approvedHash();
      await change(method, path, body);
      expect(await status()).toBe('draft');
      expect((await lost())[0]).toBe(`voided Spring: ${why}`);
    }
    // What was not as it was approved before is found at its start, and laid to nobody's charge; nor is anybody an author by it.
    await database.owner
      .sql`update campaigns set status = 'scheduled', approved_hash = 'of old' where id = ${campaignId}`;
    await change('PATCH', `/senders/${senderId}`, { name: 'Works' });
    expect(await status()).toBe('scheduled');
    const colleague = await api.asUser('admin');
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE', 'AT'] } };
    for (const [path, body] of [
      [`/senders/${senderId}`, { name: 'The works' }],
      [`/segments/${segmentId}`, { rule }],
    ] as const) {
      await approvedHash();
      expect((await colleague.request('PATCH', path, body)).status).toBe(200);
      expect(await status()).toBe('draft');
    }
    const [row] = await database.owner.sql`select authors from campaigns where id = ${campaignId}`;
    expect(row!.authors).not.toContain(colleague.personId);
    // Approved in the middle of a change, it was approved without it.
    const actor = systemActor(admin.tenantId, 'Somebody');
    const { voided } = await inTenant((db) =>
      voidingOutdated(db, { actor, through: 'Renamed.' }, async () => {
        await approvedHash();
        await db.updateTable('senders').set({ name: 'Their works' }).where('id', '=', senderId).execute();
      }),
    );
    expect(voided).toEqual([campaignId]);
    const audit = await database.owner.sql<{ changes: unknown }[]>`
      select changes from audit_log where entity_id = ${campaignId} and action = 'campaign.approvalVoided'`;
    expect(JSON.stringify(audit)).toContain('The sender “Works” was changed.');
  });

  it('is built into an edition that keeps its conditions, which are asked of many at once', async () => {
    const edition = await inTenant(async (db) => {
      const values = await buildVariantEdition(db, broadcastId);
      const id = await insertEdition(db, values);
      return db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    });
    expect(edition.html).toContain('{% if conditions["germans"] %}');
    const conditions = edition.conditions as unknown as { id: string; rule: never }[];
    expect(conditions).toMatchObject([{ id: 'germans', rule: { kind: 'segment', segmentId } }]);
    const nowIso = new Date().toISOString();
    const answers = await inTenant((db) =>
      answerConditions(db, { conditions, personIds: Object.values(people), nowIso }),
    );
    expect(Object.values(people).map((id) => answers.get(id))).toEqual([{ germans: true }, { germans: false }]);
  });

  it('is copied with its campaign', async () => {
    const copy = await made(`/campaigns/${campaignId}/clone`, { name: 'Again' });
    const { data } = await bodyOf<{ data: { content: { format: string; blocks: unknown[] } }[] }>(
      await admin.request('GET', `/campaigns/${copy}/broadcasts`),
    );
    expect(data[0]!.content).toMatchObject({
      format: 'blocks',
      blocks: [{ id: 'germans' }, { id: 'c' }, { id: 'end' }],
    });
  });
});
