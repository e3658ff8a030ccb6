import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContentSimilarityActivities } from '../../../activities/content/similarity.ts';
import { openContentChooser } from '../../../activities/outbox/content.ts';
import { withTenant } from '../../../db/connection.ts';
import { erasePersonRows } from '../../../db/queries/people/erasure.ts';
import { mergePeople } from '../../../db/queries/people/merge.ts';
import { listTenantsToCompare } from '../../../db/queries/content-items/rounds.ts';
import type { ContentItem, RecommendedItem } from '../../../domain/content-items/content-item.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';

interface PersonContent {
  data: RecommendedItem[];
  topics: { topic: string; weight: number }[];
  read: { itemId: string; title: string }[];
}
interface Figures {
  round: { people: number; engagements: number; comparison: unknown } | null;
  mail: { shown: number; people: number; clicked: number; items: number };
}

describe('content', () => {
  let database: TestDatabase;
  let api: TestApi;
  let manager: TestCaller;
  let analyst: TestCaller;
  let stranger: TestCaller;
  let sent: SentBroadcast;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database);
    [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
    stranger = await api.asUser('admin', await api.tenant('Other'));
    const links = [
      { url: 'https://www.acme.example/Guides/pumps/?utm_source=x', label: 'Pumps' },
      { url: '{{ content.first.url }}', label: 'Recommended' },
    ];
    sent = await createSentBroadcast(database.owner, { tenantId: manager.tenantId, people: 12, links });
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const add = async (caller: TestCaller, input: object): Promise<ContentItem> =>
    bodyOf<ContentItem>(await caller.request('POST', '/content-items', input));
  const contentOf = async (personId: string) =>
    bodyOf<PersonContent>(await analyst.request('GET', `/people/${personId}/content`));
  const titlesOf = async (personId: string) => (await contentOf(personId)).data.map(({ item }) => item.title);
  const compare = () => {
    const { compareContent } = createContentSimilarityActivities({ database: api.deps.database });
    const ref = { tenantId: manager.tenantId, now: new Date().toISOString() };
    return new MockActivityEnvironment().run(compareContent, ref);
  };
  const happen = (personId: string, kind: string, url: string, verdict = 'human') =>
    database.owner.sql`
      insert into engagement_events (tenant_id, occurred_at, kind, verdict, verdict_rule, person_id, data)
      values (${manager.tenantId}, now() - interval '1 hour', ${kind}, ${verdict}, 'person', ${personId},
        ${{ source: { url } } as never})`;
  const click = (at: number, linkIndex: number, verdict = 'human') =>
    database.owner.sql`
      insert into engagement_events (tenant_id, occurred_at, kind, verdict, verdict_rule, person_id, message_id, edition_id, link_index)
      values (${manager.tenantId}, now(), 'click', ${verdict}, 'person', ${sent.personIds[at]!}, ${sent.messageIds[at]!},
        ${sent.editionId}, ${linkIndex})`;

  it('is added once for a key, read with an ETag, changed with If-Match, filtered and archived', async () => {
    const key = { 'idempotency-key': 'content once' };
    const input = { title: 'Pumps', url: 'https://acme.example/guides/pumps', topics: ['pumps'], format: 'guide' };
    const first = await bodyOf<ContentItem>(await manager.request('POST', '/content-items', input, key));
    expect(await bodyOf(await manager.request('POST', '/content-items', input, key))).toEqual(first);
    expect(first).toMatchObject({ title: 'Pumps', language: null, readers: 0, version: 1, archivedAt: null });
    const again = await manager.request('POST', '/content-items', {
      ...input,
      url: 'http://www.acme.example/guides/pumps/?a=1',
    });
    expect([again.status, await bodyOf(again)]).toMatchObject([409, { errors: [{ path: 'url', code: 'taken' }] }]);
    expect((await analyst.request('POST', '/content-items', input)).status).toBe(403);
    const wrong = { title: 'x', url: 'javascript:x', validFrom: '2026-02-02', validUntil: '2026-01-01' };
    expect((await manager.request('POST', '/content-items', wrong)).status).toBe(400);
    const path = `/content-items/${first.id}`;
    expect((await stranger.request('GET', path)).status).toBe(404);
    expect((await analyst.request('GET', path)).headers.get('etag')).toBe('"1"');
    const changed = await manager.request(
      'PATCH',
      path,
      { language: 'en', validFrom: '2026-01-01' },
      { 'if-match': '"1"' },
    );
    expect(await bodyOf(changed)).toMatchObject({ language: 'en', validFrom: '2026-01-01', version: 2 });
    expect((await manager.request('PATCH', path, { title: 'x' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await manager.request('PATCH', path, { validUntil: '2025-01-01' })).status).toBe(400);
    const listed = async (query: string) =>
      (await bodyOf<{ data: ContentItem[] }>(await analyst.request('GET', `/content-items?${query}`))).data.length;
    expect(
      await Promise.all(['q=ump', 'topic=pumps', 'format=video', 'language=en', 'state=open'].map(listed)),
    ).toEqual([...[1, 1, 0, 1, 1]]);
    await manager.request('PATCH', path, { isArchived: true });
    expect(await Promise.all(['', 'state=archived'].map(listed))).toEqual([0, 1]);
    await manager.request('PATCH', path, { isArchived: false });
    expect(await bodyOf(await analyst.request('GET', '/content-items/topics'))).toEqual({
      data: ['pumps'],
      nextCursor: null,
    });
    const audit = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id = ${first.id} order by id`;
    expect(audit.map(({ action }) => action)).toEqual([
      'content.add',
      ...Array.from({ length: 3 }, () => 'content.edit'),
    ]);
  });

  it('is recommended by what those read who read the same, never what was read, is over, foreign or in another language', async () => {
    const url = (name: string) => `https://acme.example/guides/${name}`;
    await add(manager, { title: 'Valves', url: url('valves'), topics: ['pumps'] });
    await add(manager, { title: 'Seals', url: url('seals'), topics: ['seals'] });
    await add(manager, { title: 'Over', url: url('over'), validUntil: '2026-01-01' });
    await add(manager, { title: 'Ventile', url: url('ventile'), language: 'de' });
    await add(stranger, { title: 'Foreign', url: url('foreign') });
    // Nine people read of pumps (by link and by visit) and of seals; a machine follows a link to the valves.
    for (let at = 0; at < 9; at++) {
      if (at < 5) await click(at, 0);
      else await happen(sent.personIds[at]!, 'page_view', 'http://acme.example/guides/pumps#top');
      await happen(sent.personIds[at]!, 'page_view', url('seals'));
    }
    await happen(sent.personIds[10]!, 'click', url('valves'), 'machine');
    await click(10, 0);
    await database.owner.sql`update people set language = 'en-GB' where id = any(${sent.personIds})`;
    expect(await listTenantsToCompare(api.deps.directory.db, new Date().toISOString())).toContain(manager.tenantId);
    expect(await compare()).toMatchObject({ hasItems: true, people: 10, items: 2 });
    const [reader, newcomer] = [sent.personIds[10]!, sent.personIds[11]!];
    const { data, topics, read } = await contentOf(reader);
    expect(read.map(({ title }) => title)).toEqual(['Pumps']);
    expect(topics).toMatchObject([{ topic: 'pumps' }]);
    expect(data.map(({ item, reason }) => [item.title, reason.kind])).toEqual([
      ['Seals', 'read'],
      ['Valves', 'topic'],
    ]);
    expect(data[0]!.reason).toMatchObject({ title: 'Pumps' });
    // Of somebody who read nothing nothing is known but what is popular.
    expect((await contentOf(newcomer)).data.map(({ item, reason }) => [item.title, reason.kind])).toEqual([
      ['Pumps', 'popular'],
      ['Seals', 'popular'],
    ]);
    await database.owner.sql`update people set language = 'de' where id = ${newcomer}`;
    expect(await titlesOf(newcomer)).toEqual(['Seals']);
    expect((await stranger.request('GET', `/people/${reader}/content`)).status).toBe(404);
  });

  it('is put into mail for each person, kept, counted and followed to where it led then', async () => {
    const choose = openContentChooser({
      ...{ database: api.deps.database, tenantId: manager.tenantId },
      clock: () => new Date(),
    });
    const chosen = await choose(sent.messageIds);
    expect(chosen.get(sent.messageIds[10]!)).toMatchObject({
      first: { title: 'Seals', reason: 'Because you read “Pumps”' },
      second: { title: 'Valves', reason: 'More on pumps' },
    });
    // Chosen anew it takes the place of what was chosen.
    await choose(sent.messageIds);
    const spoken = { messageId: sent.messageIds[10]!, tenantNumber: sent.tenantNumber };
    const token = messageTokens(api.keyRing, spoken).link(1);
    const answer = await api.app.request(`/t/c/${token}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toMatch(/^https:\/\/acme\.example\/guides\/seals/);
    await database.owner.sql`update engagement_events set verdict = 'human' where message_id = ${spoken.messageId}`;
    expect((await contentOf(sent.personIds[10]!)).read.map(({ title }) => title)).toContain('Seals');
    expect(await titlesOf(sent.personIds[10]!)).toEqual(['Valves']);
    const { mail, round } = await bodyOf<Figures>(await analyst.request('GET', '/content-items/figures'));
    expect(mail).toMatchObject({ clicked: 1 });
    expect(mail.shown).toBeGreaterThan(10);
    expect(round).toMatchObject({ people: 10, comparison: null });
  });

  it('knows nothing more of who was erased, and of two who are one what both had', async () => {
    const [keepId, mergeId, gone] = [sent.personIds[11]!, sent.personIds[10]!, sent.personIds[0]!];
    await withTenant(api.deps.database.db, manager.tenantId, async (db) => {
      await mergePeople(db, { keepId, mergeId });
      await erasePersonRows(db, gone);
    });
    const of = async (id: string) =>
      (await database.owner.sql`select place from content_showings where person_id = ${id}`).length;
    expect(await of(keepId)).toBeGreaterThan(1);
    expect(await Promise.all([of(mergeId), of(gone)])).toEqual([0, 0]);
    expect((await contentOf(keepId)).read.map(({ title }) => title)).toContain('Seals');
  });
});
