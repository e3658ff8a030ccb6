import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { recordOptOut } from '../../../db/queries/consent/opt-out.ts';
import type { TimelineItem } from '../../../domain/engagement/timeline.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';

let test: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test);
  tenantId = await api.tenant();
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

/** A broadcast of the tenant that the callers belong to. */
async function sentInTenant(): Promise<SentBroadcast> {
  return createSentBroadcast(test.owner, { tenantId, people: 1, sentSecondsAgo: 3600 });
}

async function timeline(
  caller: TestCaller,
  personId: string,
  query = '',
): Promise<{ data: TimelineItem[]; nextCursor: string | null }> {
  const answer = await caller.request('GET', `/people/${personId}/timeline${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { data: TimelineItem[]; nextCursor: string | null };
}

/** A person with one of everything. */
async function eventfulPerson(): Promise<SentBroadcast> {
  const sent = await sentInTenant();
  const [personId, messageId] = [sent.personIds[0]!, sent.messageIds[0]!];
  await test.owner
    .sql`update campaign_members set created_at = now() - interval '2 hours', first_responded_at = now() - interval '28 minutes'
    where person_id = ${personId}`;
  for (const [kind, link, verdict, minutes] of [
    ['open', null, 'machine', 59],
    ['open', null, 'human', 30],
    ['click', 1, 'human', 29],
  ] as const) {
    await test.owner.sql`
      insert into engagement_events (tenant_id, occurred_at, kind, verdict, verdict_rule, person_id, campaign_id, source_id, message_id, edition_id, link_index)
      values (${tenantId}, now() - make_interval(mins => ${minutes}), ${kind}, ${verdict}, 'person', ${personId}, ${sent.campaignId}, ${sent.broadcastId},
        ${messageId}, ${sent.editionId}, ${link})`;
  }
  await test.owner
    .sql`insert into audit_log (tenant_id, at, actor_kind, actor_name, action, entity_kind, entity_id, changes)
    values (${tenantId}, now() - interval '10 minutes', 'user', 'Ana', 'people.update', 'person', ${personId}, '[{"field":"firstName","from":"A","to":"B"}]')`;
  await withTenant(api.deps.database.db, tenantId, (db) => recordOptOut(db, { tenantId, messageId, way: 'one_click' }));
  return sent;
}

describe('GET /people/{id}/timeline', () => {
  it('tells everything in one stream, newest first', async () => {
    const sent = await eventfulPerson();
    const { data, nextCursor } = await timeline(manager, sent.personIds[0]!);
    expect(nextCursor).toBeNull();
    expect(
      data
        .slice(0, 2)
        .map((item) => item.title)
        .sort(),
    ).toEqual(['Consent withdrawn', 'Unsubscribed']);
    expect(data.slice(2).map(({ kind, title, detail, verdict }) => [kind, title, detail, verdict])).toEqual([
      ['change', 'Changed: first name', 'Ana', null],
      ['response', 'First responded to Spring', null, null],
      ['click', 'Clicked “Hello”', null, 'human'],
      ['open', 'Opened “Spring is here”', null, 'human'],
      ['open', 'Opened “Spring is here”', null, 'machine'],
      ['message', 'Sent: Spring is here', null, null],
      ['member', 'Became a member of Spring', 'Invited', null],
    ]);
    expect(data.find((item) => item.kind === 'message')).toMatchObject({
      status: 'sent',
      campaign: { id: sent.campaignId, name: 'Spring' },
      messageId: sent.messageIds[0],
    });
  });

  it('gives the same stream page by page', async () => {
    const personId = (await eventfulPerson()).personIds[0]!;
    const whole = (await timeline(manager, personId)).data;
    for (const limit of [1, 2, 4]) {
      const collected: TimelineItem[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await timeline(
          manager,
          personId,
          `?limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        );
        collected.push(...page.data);
        cursor = page.nextCursor;
      }
      expect(collected).toEqual(whole);
    }
  });

  it('hides machines when asked to, and changes from those who may not read the audit log', async () => {
    const personId = (await eventfulPerson()).personIds[0]!;
    const people = (await timeline(manager, personId, '?machines=hide')).data;
    expect(people.filter((item) => item.kind === 'open').map((item) => item.verdict)).toEqual(['human']);
    const analyst = await api.asUser('analyst');
    expect((await timeline(analyst, personId)).data.map((item) => item.kind)).not.toContain('change');
  });

  it('says what was done with somebody in words, and a consent once', async () => {
    const added = await manager.request('POST', '/people', { email: 'told@people.example' });
    const { id } = (await added.json()) as { id: string };
    await manager.request('POST', `/people/${id}/consents`, { state: 'granted', source: 'Fair' });
    await manager.request('PATCH', `/people/${id}`, { firstName: 'Tola' });
    const { data } = await timeline(manager, id);
    expect(data.map(({ title }) => title)).toEqual(['Changed: first name', 'Consent given', 'Added']);
  });

  it('says why a message was not sent', async () => {
    const sent = await sentInTenant();
    await test.owner
      .sql`update messages set status = 'skipped', reason = 'frequency_cap', sent_at = null where id = ${sent.messageIds[0]!}`;
    const { data } = await timeline(manager, sent.personIds[0]!);
    expect(data.find((item) => item.kind === 'message')).toMatchObject({
      title: 'Not sent: Spring is here',
      detail: 'Had enough messages lately',
      status: 'skipped',
    });
  });

  it('refuses strangers: 401 without a credential, 404 for a person of another tenant, 400 for a foreign cursor', async () => {
    const personId = (await sentInTenant()).personIds[0]!;
    expect((await api.app.request(`/api/v1/people/${personId}/timeline`)).status).toBe(401);
    const stranger = await api.asUser('admin', await api.tenant('Other'));
    expect((await stranger.request('GET', `/people/${personId}/timeline`)).status).toBe(404);
    expect((await manager.request('GET', `/people/${personId}/timeline?cursor=1.abc.def`)).status).toBe(400);
    expect((await manager.request('GET', '/people/nobody/timeline')).status).toBe(400);
  });

  it('is gone with its person, as is where they are and what is next for them', async () => {
    const personId = (await sentInTenant()).personIds[0]!;
    const answers = () =>
      Promise.all(
        ['timeline', 'journeys', 'next-actions'].map(
          async (of) => (await manager.request('GET', `/people/${personId}/${of}`)).status,
        ),
      );
    expect(await answers()).toEqual([200, 200, 200]);
    await test.owner.sql`update people set erased_at = now() where id = ${personId}`;
    expect(await answers()).toEqual([404, 404, 404]);
  });
});
