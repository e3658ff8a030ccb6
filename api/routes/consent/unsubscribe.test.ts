import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageTokens } from '../../../domain/tokens/token.ts';
import { createTestApi, type TestApi } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';

let test: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test);
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

function tokensOf({ tenantNumber, messageIds }: SentBroadcast) {
  return messageTokens(api.keyRing, { tenantNumber, messageId: messageIds[0]! });
}

/** Everything that an opt-out leaves behind. */
async function standing({ tenantId, personIds, messageIds, broadcastId }: SentBroadcast) {
  const [row] = await test.owner.sql`
    select p.consent, s.reason, s.source, m.unsubscribed_at is not null as marked,
      (select count(*)::int from consents where person_id = p.id) as consents,
      (select count(*)::int from engagement_events where person_id = p.id and kind = 'unsubscribe') as events,
      (select count(*)::int from audit_log where entity_id = p.id) as audits,
      (select value::int from source_counters where source_id = ${broadcastId} and name = 'unsubscribes') as counted
    from people p
    join messages m on m.id = ${messageIds[0]!}
    left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    where p.tenant_id = ${tenantId} and p.id = ${personIds[0]!}`;
  return row;
}

const untouched = {
  consent: 'granted',
  reason: null,
  source: null,
  marked: false,
  consents: 0,
  events: 0,
  audits: 0,
  counted: null,
};
const out = { consent: 'denied', reason: 'unsubscribe', marked: true, consents: 1, events: 1, audits: 1, counted: 1 };

function multipart(): RequestInit {
  const body = new FormData();
  body.set('List-Unsubscribe', 'One-Click');
  return { method: 'POST', body };
}
const urlencoded: RequestInit = {
  method: 'POST',
  body: 'List-Unsubscribe=One-Click',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
};
const large: RequestInit = { ...urlencoded, body: `List-Unsubscribe=One-Click&more=${'x'.repeat(100_000)}` };
const unreadable: RequestInit = { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } };

describe('the unsubscribe link', () => {
  it('changes nothing when it is opened', async () => {
    const sent = await createSentBroadcast(test.owner, { tenantName: 'Müller & Söhne' });
    for (const method of ['GET', 'HEAD']) {
      expect((await api.app.request(`/u/${tokensOf(sent).unsubscribe}`, { method })).status).toBe(200);
    }
    const page = await (await api.app.request(`/u/${tokensOf(sent).unsubscribe}`)).text();
    expect(page).toContain('Stop receiving mail from Müller &amp; Söhne?');
    expect(page).toContain('<form method="post">');
    expect(await standing(sent)).toEqual(untouched);
  });

  it.each([
    ['as multipart', multipart()],
    ['as urlencoded', urlencoded],
    ['with a body that is neither', unreadable],
    ['with a large body', large],
    ['without a body', { method: 'POST' }],
  ])('unsubscribes by one POST %s: 200, no redirect, no cookie', async (_name, request) => {
    const sent = await createSentBroadcast(test.owner);
    const answer = await api.app.request(`/u/${tokensOf(sent).unsubscribe}`, request);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await standing(sent)).toMatchObject({ ...out, source: 'one_click' });
  });

  it('does it once, however often and however much at once it is asked', async () => {
    const sent = await createSentBroadcast(test.owner);
    const asked = Array.from({ length: 8 }, () => api.app.request(`/u/${tokensOf(sent).unsubscribe}`, urlencoded));
    expect((await Promise.all(asked)).map((answer) => answer.status)).toEqual(Array(8).fill(200));
    await api.app.request(`/u/${tokensOf(sent).unsubscribe}`, multipart());
    expect(await standing(sent)).toMatchObject(out);
  });

  it('keeps a graver reason and touches nobody else', async () => {
    const [sent, other] = [await createSentBroadcast(test.owner), await createSentBroadcast(test.owner)];
    await test.owner.sql`insert into suppressions (tenant_id, address_hash, reason)
      select tenant_id, email_hash, 'complaint' from people where id = ${sent.personIds[0]!}`;
    await api.app.request(`/u/${tokensOf(sent).unsubscribe}`, urlencoded);
    expect(await standing(sent)).toMatchObject({ consent: 'denied', reason: 'complaint' });
    expect(await standing(other)).toEqual(untouched);
  });
});

describe('the preference centre', () => {
  async function onTwoLists() {
    const sent = await createSentBroadcast(test.owner);
    const lists = await test.owner.sql<{ id: string }[]>`
      insert into lists (tenant_id, name) values (${sent.tenantId}, 'News'), (${sent.tenantId}, 'Offers') returning id`;
    for (const { id } of lists) {
      await test.owner
        .sql`insert into list_people (tenant_id, list_id, person_id) values (${sent.tenantId}, ${id}, ${sent.personIds[0]!})`;
    }
    return { sent, lists: lists.map((list) => list.id), path: `/p/${tokensOf(sent).preferences}` };
  }

  async function choose(path: string, fields: [string, string][]): Promise<string> {
    const answer = await api.app.request(path, { method: 'POST', body: new URLSearchParams(fields) });
    expect(answer.status).toBe(200);
    return answer.text();
  }

  it('shows the lists, without the whole address', async () => {
    const { path, sent } = await onTwoLists();
    const page = await (await api.app.request(path)).text();
    expect(page).toContain('News');
    expect(page).toContain('Offers');
    expect(page).toContain('p…@people.example');
    expect(page).not.toContain('p1@people.example');
    expect(await standing(sent)).toEqual(untouched);
  });

  it('takes a person off the lists they untick, and only those', async () => {
    const { path, sent, lists } = await onTwoLists();
    const page = await (await api.app.request(path)).text();
    const shown = [...page.matchAll(/name="shownList" value="([^"]+)"/g)].map((found) => found[1]!);
    expect(shown.sort()).toEqual([...lists].sort());
    // They come onto another one while the page is open.
    const [late] = await test.owner.sql<{ id: string }[]>`
      with list as (insert into lists (tenant_id, name) values (${sent.tenantId}, 'Late') returning id)
      insert into list_people (tenant_id, list_id, person_id) select ${sent.tenantId}, id, ${sent.personIds[0]!} from list returning list_id as id`;
    expect(
      await choose(path, [
        ['action', 'save'],
        ...shown.map((id): [string, string] => ['shownList', id]),
        ['list', lists[0]!],
      ]),
    ).toContain('Saved.');
    const left = await test.owner.sql<{ id: string }[]>`
      select list_id as id from list_people where person_id = ${sent.personIds[0]!} order by 1`;
    expect(left.map(({ id }) => id)).toEqual([lists[0]!, late!.id].sort());
    expect(await standing(sent)).toMatchObject({ consent: 'granted', reason: null, audits: 1 });
  });

  it('takes a form of before, which does not say what it showed, to have shown every list, and one that showed none by its word', async () => {
    const { path, sent, lists } = await onTwoLists();
    const on = async () =>
      (await test.owner.sql`select list_id from list_people where person_id = ${sent.personIds[0]!}`).map(
        (row) => row.list_id as string,
      );
    // As a page says it that showed none: they came onto both while it was open.
    const none = await createSentBroadcast(test.owner);
    const page = await (await api.app.request(`/p/${tokensOf(none).preferences}`)).text();
    const choices = page.slice(0, page.indexOf('</form>'));
    const hidden = [...choices.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    expect(
      await choose(
        path,
        hidden.map(([, name, value]): [string, string] => [name!, value!]),
      ),
    ).toContain('Saved.');
    expect((await on()).sort()).toEqual([...lists].sort());
    await choose(path, [
      ['action', 'save'],
      ['list', lists[1]!],
    ]);
    expect(await on()).toEqual([lists[1]]);
  });

  it('lets a person out of everything and back in', async () => {
    const { path, sent } = await onTwoLists();
    expect(await choose(path, [['action', 'leave']])).toContain('unsubscribed from everything');
    expect(await standing(sent)).toMatchObject({ ...out, source: 'preference_centre' });
    expect(await choose(path, [['action', 'return']])).toContain('Welcome back');
    expect(await standing(sent)).toMatchObject({ consent: 'granted', reason: null, consents: 2, counted: 1 });
    await choose(path, [['action', 'leave']]);
    expect(await standing(sent)).toMatchObject({ consent: 'denied', reason: 'unsubscribe', consents: 3, counted: 1 });
  });

  it('speaks for the addresses that they had before, on leaving and on coming back, whoever has them now, and for nothing else', async () => {
    const { path, sent } = await onTwoLists();
    const personId = sent.personIds[0]!;
    const call = (email: string) =>
      test.owner.sql`update people set email = ${email}, email_key = ${email} where id = ${personId}`;
    for (const email of ['manual', 'taken', 'now'].map((name) => `${name}@people.example`)) await call(email);
    await test.owner.sql`
      insert into people (tenant_id, email, email_key) values (${sent.tenantId}, 'taken@people.example', 'taken@people.example')`;
    await test.owner.sql`
      insert into suppressions (tenant_id, address_hash, reason) values (${sent.tenantId}, address_hash('manual@people.example'), 'manual')`;
    const suppressed = async () => {
      const rows = await test.owner.sql<{ email: string }[]>`
        select called.email from unnest(${['p1', 'manual', 'taken', 'now'].map((name) => `${name}@people.example`)}::text[]) as called (email)
        join suppressions s on s.tenant_id = ${sent.tenantId} and s.address_hash = address_hash(called.email)`;
      return rows.map(({ email }) => email.split('@')[0]).sort();
    };
    await choose(path, [['action', 'leave']]);
    expect(await suppressed()).toEqual(['manual', 'now', 'p1', 'taken']);
    expect(await choose(path, [['action', 'return']])).toContain('Welcome back');
    expect(await suppressed()).toEqual(['manual']);
    // What somebody else said by their own message is none of theirs.
    await test.owner.sql`
      insert into suppressions (tenant_id, address_hash, reason, source)
      values (${sent.tenantId}, address_hash('p1@people.example'), 'unsubscribe', 'import')`;
    await choose(path, [['action', 'return']]);
    expect(await suppressed()).toEqual(['manual', 'p1']);
  });

  it('lets nobody back in whose address bounced', async () => {
    const { path, sent } = await onTwoLists();
    await test.owner.sql`insert into suppressions (tenant_id, address_hash, reason)
      select tenant_id, email_hash, 'hard_bounce' from people where id = ${sent.personIds[0]!}`;
    expect(await choose(path, [['action', 'return']])).toContain('cannot send to this address');
    expect(await standing(sent)).toMatchObject({ reason: 'hard_bounce' });
  });

  it('does nothing for an action it does not know, or a form that cannot be read', async () => {
    const { path, sent } = await onTwoLists();
    await choose(path, [['action', 'explode']]);
    const broken = { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'broken' };
    expect((await api.app.request(path, broken)).status).toBe(400);
    expect(await standing(sent)).toEqual(untouched);
  });
});
