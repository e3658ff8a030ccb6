import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { summariseAudience } from '../../../db/queries/broadcasts/audience.ts';
import { insertAudience } from '../../../db/queries/broadcasts/freeze.ts';
import { findBroadcast, markBroadcast, updateBroadcast } from '../../../db/queries/broadcasts/broadcasts.ts';
import { insertEdition } from '../../../db/queries/content/editions.ts';
import { plainEdition } from '../../../test/outbox.ts';
import { leaseBatch, withTenantSql } from '../../../db/queries/outbox/lease.ts';
import { claimWindow, listQueued } from '../../../db/queries/outbox/window.ts';
import { releaseBatches } from '../../../db/queries/broadcasts/freeze.ts';
import type { Topic } from '../../../domain/topics/topic.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createTestCampaign } from '../../../test/factories/campaigns.ts';
import { createSentBroadcast, sendOneMore } from '../../../test/factories/engagement.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
let analyst: TestCaller;
let tenantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [admin, analyst] = [await api.asUser('admin', tenantId), await api.asUser('analyst', tenantId)];
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function topic(name: string, description = ''): Promise<Topic> {
  const answer = await admin.request('POST', '/topics', { name, description });
  expect(answer.status).toBe(201);
  return bodyOf<Topic>(answer);
}

describe('topics', () => {
  it('are offered, renamed, moved and archived by an admin, at a known version', async () => {
    const made = await topic('Newsletter', 'Once a month');
    expect(made).toMatchObject({ name: 'Newsletter', isArchived: false, optedOut: 0, version: 1 });
    const path = `/topics/${made.id}`;
    const changed = await admin.request('PATCH', path, { name: 'Monthly' }, { 'if-match': '"1"' });
    expect(await bodyOf(changed)).toMatchObject({ name: 'Monthly', description: 'Once a month', version: 2 });
    expect((await admin.request('PATCH', path, { name: 'Late' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.request('PATCH', path, { isArchived: true })).status).toBe(200);
    expect((await bodyOf<{ data: Topic[] }>(await analyst.request('GET', '/topics'))).data).toMatchObject([
      { name: 'Monthly', isArchived: true },
    ]);
    expect((await admin.request('DELETE', path)).status).toBe(204);
    expect((await admin.request('DELETE', path)).status).toBe(404);
  });

  it('refuse a name that is taken, an empty one, and who may not write settings', async () => {
    await topic('Events');
    const taken = await admin.request('POST', '/topics', { name: 'Events' });
    expect([taken.status, (await bodyOf<{ errors: { path: string }[] }>(taken)).errors]).toMatchObject([
      409,
      [{ path: 'name' }],
    ]);
    expect((await admin.request('POST', '/topics', { name: ' ' })).status).toBe(400);
    expect((await analyst.request('POST', '/topics', { name: 'Mine' })).status).toBe(403);
    expect((await api.app.request('/api/v1/topics')).status).toBe(401);
  });

  it('of another tenant are not there', async () => {
    const other = await api.asUser('admin', await api.tenant('Other'));
    const { id } = await topic('Ours');
    expect((await other.request('PATCH', `/topics/${id}`, { name: 'Theirs' })).status).toBe(404);
    const person = await bodyOf<{ id: string }>(await other.request('POST', '/people', { email: 'x@people.example' }));
    const choice = { state: 'denied', source: 'phone', topicId: id };
    expect((await other.request('POST', `/people/${person.id}/consents`, choice)).status).toBe(404);
  });
});

describe('what a person chose', () => {
  it('holds for the topic alone, keeps its history, and the latest word counts', async () => {
    const { id: topicId, name } = await topic('Offers');
    const { id } = await bodyOf<{ id: string }>(
      await admin.request('POST', '/people', { email: 'ana@people.example' }),
    );
    const say = (body: object) => admin.request('POST', `/people/${id}/consents`, body);
    await say({ state: 'granted', source: 'form' });
    const refused = await say({ state: 'denied', source: 'phone call', topicId });
    expect(await bodyOf(refused)).toMatchObject({ consent: 'granted' });
    const chosen = async () =>
      (
        await bodyOf<{ data: { id: string; isSubscribed: boolean }[] }>(
          await analyst.request('GET', `/people/${id}/topics`),
        )
      ).data.find((one) => one.id === topicId);
    expect(await chosen()).toMatchObject({ isSubscribed: false });
    // An older word that arrives late changes nothing.
    await say({ state: 'granted', source: 'old list', topicId, at: '2020-01-01T00:00:00Z' });
    expect(await chosen()).toMatchObject({ isSubscribed: false });
    await say({ state: 'granted', source: 'form', topicId });
    expect(await chosen()).toMatchObject({ isSubscribed: true });
    await say({ state: 'denied', source: 'phone call', channel: 'phone' });
    expect(await bodyOf(await admin.request('GET', `/people/${id}`))).toMatchObject({ consent: 'granted' });
    const { data } = await bodyOf<{ data: unknown[] }>(await analyst.request('GET', `/people/${id}/consents`));
    expect(data).toMatchObject([
      { state: 'denied', channel: 'phone', topic: null },
      { state: 'granted', channel: 'email', topic: { id: topicId, name }, source: 'form' },
      { state: 'denied', channel: 'email', topic: { id: topicId }, source: 'phone call' },
      { state: 'granted', channel: 'email', topic: null },
      { state: 'granted', topic: { id: topicId }, source: 'old list' },
    ]);
  });

  it('keeps them out of a message that names the topic, in pre-flight, at freezing and at the last moment', async () => {
    const campaign = await createTestCampaign(database, { people: 3, status: 'running', capMessages: null });
    const app = database.open('salescompass_app');
    const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(app.db, campaign.tenantId, work);
    const people = await database.owner.sql<{ id: string }[]>`
      select id from people where tenant_id = ${campaign.tenantId} order by email`;
    const [made] = await database.owner.sql<{ id: string }[]>`
      insert into topics (tenant_id, name) values (${campaign.tenantId}, 'Offers') returning id`;
    const topicId = made!.id;
    const leave = (personId: string) => database.owner.sql`
      insert into topic_opt_outs (tenant_id, topic_id, person_id) values (${campaign.tenantId}, ${topicId}, ${personId})`;
    await leave(people[0]!.id);
    const nowIso = new Date().toISOString();
    await inTenant((db) => updateBroadcast(db, { id: campaign.broadcastId, version: 1, content: { topicId } }));
    const broadcast = (await inTenant((db) => findBroadcast(db, campaign.broadcastId)))!;
    expect(broadcast.variant.topicId).toBe(topicId);
    const input = { audience: broadcast.audience, isMarketing: true, nowIso };
    expect((await inTenant((db) => summariseAudience(db, input))).recipients).toBe(3);
    const summary = await inTenant((db) => summariseAudience(db, { ...input, topicId }));
    expect(summary).toMatchObject({ recipients: 2, leftOut: { topic_opt_out: { count: 1 } } });
    // Transactional mail is about what somebody asked for.
    const receipt = await inTenant((db) => summariseAudience(db, { ...input, isMarketing: false, topicId }));
    expect(receipt.recipients).toBe(3);

    const edition = { ...plainEdition(broadcast.variant.id, campaign.senderId), topicId };
    await inTenant(async (db) => {
      const editionId = await insertEdition(db, edition);
      const frozen = await insertAudience(db, { ...input, ...campaign, topicId, editionId, priority: 5 });
      expect(frozen).toEqual({ queued: 2, skipped: { topic_opt_out: 1 } });
      await markBroadcast(db, {
        id: campaign.broadcastId,
        from: ['draft'],
        to: 'sending',
        values: { frozenAt: nowIso },
      });
      await releaseBatches(db, campaign.broadcastId, nowIso);
    });
    await leave(people[1]!.id);
    const claimed = await withTenantSql(app.sql, campaign.tenantId, async (sql) => {
      const leaseId = '01970000-0000-7000-8000-000000000009';
      const batch = (await leaseBatch(sql, { leaseId, leaseSeconds: 60, nowIso }))!;
      const [edition] = await listQueued(sql, batch.id);
      expect(edition).toMatchObject({ topicId, isMarketing: true });
      const { messageIds } = edition!;
      const window = { batchId: batch.id, leaseId, leaseSeconds: 60, messageIds, isMarketing: true, topicId };
      return claimWindow(sql, { ...window, nowIso, needsMore: false, windowNo: 1 });
    });
    expect(claimed.map(({ obstacle }) => obstacle).sort()).toEqual([null, 'topic_opt_out']);
  });
});

describe('the preference centre', () => {
  it('lists topics and records what is ticked; opening it changes nothing, a topic that came since is not touched', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantName: 'Preferring' });
    const insert = (name: string) =>
      database.owner.sql<{ id: string }[]>`
        insert into topics (tenant_id, name, description) values (${sent.tenantId}, ${name}, ${`About ${name}`}) returning id`;
    const [news, events] = [(await insert('News'))[0]!.id, (await insert('Events <b>'))[0]!.id];
    const { preferences } = messageTokens(api.keyRing, {
      tenantNumber: sent.tenantNumber,
      messageId: sent.messageIds[0]!,
    });
    const shown = await (await api.app.request(`/p/${preferences}`)).text();
    expect(shown).toContain('About News');
    expect(shown).toContain('Events &lt;b&gt;');
    const outs = () => database.owner.sql`select topic_id from topic_opt_outs where tenant_id = ${sent.tenantId}`;
    expect(await outs()).toEqual([]);
    const [late] = await insert('Late');
    const form = new URLSearchParams([
      ['action', 'save'],
      ['shownTopic', news],
      ['shownTopic', events],
      ['topic', events],
    ]);
    const post = () => api.app.request(`/p/${preferences}`, { method: 'POST', body: form });
    expect(await (await post()).text()).toContain('From now on you get only what is ticked');
    expect(await outs()).toEqual([{ topic_id: news }]);
    await post();
    const history = await database.owner.sql`
      select state, source, channel, topic_id from consents where tenant_id = ${sent.tenantId}`;
    expect(history).toEqual([{ state: 'denied', source: 'preference_centre', channel: 'email', topic_id: news }]);
    form.append('topic', news);
    await post();
    expect(await outs()).toEqual([]);
    expect(late).toBeDefined();
  });

  it('keeps how often they want mail, shows it again, and leaves it as it is where the form says nothing of it', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantName: 'Often' });
    const { preferences } = messageTokens(api.keyRing, {
      tenantNumber: sent.tenantNumber,
      messageId: sent.messageIds[0]!,
    });
    const post = async (frequency: string | null) => {
      const body = new URLSearchParams({ action: 'save', ...(frequency ? { frequency } : {}) });
      return (await api.app.request(`/p/${preferences}`, { method: 'POST', body })).text();
    };
    const held = async () =>
      (
        await database.owner.sql`
          select mail_frequency as often, mail_paused_until > now() + interval '29 days' as rests from people
          where tenant_id = ${sent.tenantId}`
      )[0];
    expect(await post('weekly')).toMatch(/value="weekly"\s+checked/);
    expect(await held()).toEqual({ often: 'weekly', rests: null });
    expect(await post('pause30')).toContain('You asked for a pause');
    expect(await post(null)).toContain('You asked for a pause');
    await post('hourly');
    expect(await held()).toEqual({ often: 'weekly', rests: true });
    await post('all');
    expect(await held()).toEqual({ often: null, rests: null });
  });

  it('counts also what went out while they were asking for less', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantName: 'Less' });
    const { tenantId, tenantNumber, personIds, broadcastId, editionId } = sent;
    const { preferences } = messageTokens(api.keyRing, { tenantNumber, messageId: sent.messageIds[0]! });
    const body = new URLSearchParams({ action: 'save', frequency: 'weekly' });
    let asked: Promise<Response> | undefined;
    await database.owner.sql.begin(async (sql) => {
      // What was sent is counted, and what they asked for is not committed yet.
      await sql`lock table audit_log in share mode`;
      asked = Promise.resolve(api.app.request(`/p/${preferences}`, { method: 'POST', body }));
      await database.untilWaiting();
      await sendOneMore(database.owner, { tenantId, broadcastId, editionId, personId: personIds[0]! });
    });
    expect((await asked)?.status).toBe(200);
    const counted = await database.owner.sql`
      select cardinality(recent) as messages from person_frequency where tenant_id = ${tenantId}`;
    expect(counted).toEqual([{ messages: 2 }]);
  });

  it('waits for a lane before it holds the person, or where they are, also where a topic is left by the same form', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantName: 'Both' });
    const { tenantId, tenantNumber, personIds, campaignId, broadcastId, editionId } = sent;
    const { preferences } = messageTokens(api.keyRing, { tenantNumber, messageId: sent.messageIds[0]! });
    const [topic] = await database.owner.sql<{ id: string }[]>`
      insert into topics (tenant_id, name) values (${tenantId}, 'News') returning id`;
    const [batch] = await database.owner.sql<{ batchId: string }[]>`
      with batch as (
        insert into message_batches (tenant_id, source_kind, source_id, size, not_before)
        values (${tenantId}, 'broadcast', ${broadcastId}, 1, now()) returning id)
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id)
      select ${tenantId}, id, ${personIds[0]!}, ${broadcastId}, uuidv7(), ${editionId} from batch
      returning batch_id as "batchId"`;
    await database.owner.sql`
      with intake as (
        insert into intakes (tenant_id, campaign_id, target, target_id, source, source_name, created_by, created_by_kind)
        values (${tenantId}, ${campaignId}, 'campaign', ${campaignId}, '{}', 'x', 'x', 'user') returning id)
      insert into intake_people (tenant_id, intake_id, person_id) select ${tenantId}, id, ${personIds[0]!} from intake`;
    const body = new URLSearchParams({ action: 'save', frequency: 'weekly', shownTopic: topic!.id });
    let asked: Promise<Response> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`select from message_batches where id = ${batch!.batchId} for no key update`;
      asked = Promise.resolve(api.app.request(`/p/${preferences}`, { method: 'POST', body }));
      await database.untilWaiting();
      // As a lane that gives an address up holds them, and a merge.
      await sql`select from people where id = ${personIds[0]!} for update nowait`;
      await sql`select from intake_people where person_id = ${personIds[0]!} for update nowait`;
    });
    expect((await asked)?.status).toBe(200);
    const [row] = await database.owner.sql`
      select mail_frequency, (select count(*)::int from topic_opt_outs o where o.person_id = p.id) as left from people p
      where id = ${personIds[0]!}`;
    expect(row).toEqual({ mail_frequency: 'weekly', left: 1 });
  });
});
