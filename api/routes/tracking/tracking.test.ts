import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageTokens, type MessageTokens } from '../../../domain/tokens/token.ts';
import { rotateKeyRing } from '../../../domain/key-ring.ts';
import { createTestApi, type TestApi } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';

const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' };
let test: TestDatabase;
let api: TestApi;
let sent: SentBroadcast;
let tokens: MessageTokens;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test);
  sent = await createSentBroadcast(test.owner);
  tokens = tokensOf(sent.messageIds[0]!);
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

function tokensOf(messageId: string, tenantNumber = sent.tenantNumber): MessageTokens {
  return messageTokens(api.keyRing, { tenantNumber, messageId });
}

async function eventsOf(messageId: string) {
  return test.owner
    .sql`select kind, link_index, verdict, verdict_rule, data, person_id, campaign_id, source_id from engagement_events
    where message_id = ${messageId} order by received_at, id`;
}

/** The same text with the character at `place` replaced by another of the alphabet. */
function changed(token: string, place: number): string {
  const other = token[place] === 'A' ? 'B' : 'A';
  return token.slice(0, place) + other + token.slice(place + 1);
}

describe('GET /t/o/{token}', () => {
  it('answers with a pixel that nobody caches, and records the opening with its work row', async () => {
    const answer = await api.app.request(`/t/o/${tokens.open}`, { headers: firefox });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(new TextDecoder('latin1').decode(await answer.arrayBuffer())).toMatch(/^GIF89a/);
    expect(await eventsOf(sent.messageIds[0]!)).toMatchObject([
      {
        kind: 'open',
        link_index: null,
        verdict: 'unknown',
        data: { userAgent: firefox['user-agent'] },
        person_id: sent.personIds[0],
        campaign_id: sent.campaignId,
        source_id: sent.broadcastId,
      },
    ]);
    const work = await test.owner
      .sql`select due_at > now() as waits from engagement_work where tenant_id = ${sent.tenantId}`;
    expect(work).toEqual([{ waits: true }]);
  });
});

describe('GET /t/c/{token}', () => {
  const spring =
    'https://shop.example/spring?utm_id=spring-1&utm_source=salescompass&utm_medium=email&utm_campaign=Spring&utm_content=Spring';

  it("tells the tenant's own pages which message it was, and tags nothing where the tenant wants it so", async () => {
    const own = await createSentBroadcast(test.owner);
    await test.owner.sql`
      insert into write_keys (tenant_id, name, kind, start, key_hash, origins)
      values (${own.tenantId}, 'Shop', 'site', 'scw_', 'hash', array['https://shop.example'])`;
    const ofOwn = tokensOf(own.messageIds[0]!, own.tenantNumber);
    const tagged = await api.app.request(`/t/c/${ofOwn.link(0)}`);
    expect(new URL(tagged.headers.get('location')!).searchParams.get('sc_visit')).toBe(ofOwn.visit);
    const plain = await createSentBroadcast(test.owner);
    await test.owner.sql`update tenants set link_tagging = false where tenant_id = ${plain.tenantId}`;
    const answer = await api.app.request(`/t/c/${tokensOf(plain.messageIds[0]!, plain.tenantNumber).link(0)}`);
    expect(answer.headers.get('location')).toBe('https://shop.example/spring');
  });

  it('leads to the stored target of the link, recorded first', async () => {
    const [messageId] = (await createMessage()).messageIds;
    const answer = await api.app.request(`/t/c/${tokensOf(messageId!).link(0)}`, { headers: firefox });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(spring);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await eventsOf(messageId!)).toMatchObject([{ kind: 'click', link_index: 0 }]);
  });

  it('takes a slash more for the same link', async () => {
    const path = `/t/c/${tokens.link(0)}`;
    const answer = await api.app.request(`${path}/?a=1`, { headers: firefox });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, `${path}?a=1`]);
  });

  it('fills merge fields of the target from the person', async () => {
    const answer = await api.app.request(`/t/c/${tokens.link(1)}`);
    expect(answer.headers.get('location')).toMatch(/^https:\/\/shop\.example\/hello\?name=Person%201&utm_id=spring-\d/);

    const own = await createSentBroadcast(test.owner, {
      links: [{ url: 'https://a.example/{{ person.attributes.tier }}/{{ campaign.name }}', label: '' }],
    });
    await test.owner
      .sql`insert into attribute_definitions (tenant_id, key, label, type, slot) values (${own.tenantId}, 'tier', 'Tier', 'text', 'text01')`;
    await test.owner
      .sql`insert into person_attributes (tenant_id, person_id, text01) values (${own.tenantId}, ${own.personIds[0]!}, 'a/b')`;
    const { tenantNumber, messageIds } = own;
    const filled = await api.app.request(`/t/c/${tokensOf(messageIds[0]!, tenantNumber).link(0)}`);
    expect(filled.headers.get('location')).toContain('https://a.example/a%2Fb/Spring?utm_id=');
  });

  it('takes a HEAD for a machine', async () => {
    const [messageId] = (await createMessage()).messageIds;
    const answer = await api.app.request(`/t/c/${tokensOf(messageId!).link(0)}`, { method: 'HEAD', headers: firefox });
    expect(answer.status).toBe(302);
    expect(await eventsOf(messageId!)).toMatchObject([{ verdict: 'machine', verdict_rule: 'head' }]);
  });

  it.each(['Sec-Purpose', 'Purpose'])('takes what is fetched beforehand for a machine, as %s says', async (name) => {
    const [messageId] = (await createMessage()).messageIds;
    const own = tokensOf(messageId!);
    for (const path of [`/t/c/${own.link(0)}`, `/t/o/${own.open}`])
      await api.app.request(path, { headers: { ...firefox, [name]: 'prefetch;prerender' } });
    expect(await eventsOf(messageId!)).toMatchObject(Array(2).fill({ verdict: 'machine', verdict_rule: 'prefetch' }));
  });

  it('never follows an address in the request', async () => {
    const answer = await api.app.request(`/t/c/${tokens.link(0)}?url=https://evil.example`);
    expect(answer.headers.get('location')).toBe(spring);
  });

  it('knows no link beyond those of the edition, and none that is no web address', async () => {
    expect((await api.app.request(`/t/c/${tokens.link(7)}`)).status).toBe(404);
    const odd = await createMessage([{ url: '{{ person.company }}', label: '' }]);
    expect((await api.app.request(`/t/c/${tokensOf(odd.messageIds[0]!, odd.tenantNumber).link(0)}`)).status).toBe(404);
  });

  async function createMessage(links?: { url: string; label: string }[]): Promise<SentBroadcast> {
    const made = await createSentBroadcast(test.owner, { links });
    sent = links ? sent : made;
    tokens = links ? tokens : tokensOf(made.messageIds[0]!);
    return made;
  }
});

describe('tokens that are refused', () => {
  const paths = (all: MessageTokens): Record<string, string> => ({
    open: `/t/o/${all.open}`,
    click: `/t/c/${all.link(0)}`,
    unsubscribe: `/u/${all.unsubscribe}`,
    preferences: `/p/${all.preferences}`,
  });

  async function expectRefused(path: string, method = 'GET'): Promise<void> {
    const answer = await api.app.request(path, { method, headers: firefox });
    expect(answer.status, path).toBe(404);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('content-type')).toContain('text/html');
  }

  it.each(['open', 'click', 'unsubscribe', 'preferences'])(
    '%s with a changed character, whichever it is',
    async (kind) => {
      const path = paths(tokens)[kind]!;
      const start = path.lastIndexOf('/') + 1;
      const before = await counts();
      for (let place = start; place < path.length; place += 1) {
        await expectRefused(changed(path, place), kind === 'unsubscribe' ? 'POST' : 'GET');
      }
      await expectRefused(path.slice(0, -1));
      await expectRefused(`${path}A`);
      expect(await counts()).toEqual(before);
    },
  );

  it('a token of one kind used as another, or made with another key', async () => {
    await expectRefused(`/t/c/${tokens.open}`);
    await expectRefused(`/u/${tokens.link(0)}`, 'POST');
    await expectRefused(`/u/${tokens.preferences}`, 'POST');
    const stranger = messageTokens(rotateKeyRing(null, new Uint8Array(32).fill(7)), {
      tenantNumber: sent.tenantNumber,
      messageId: sent.messageIds[0]!,
    });
    for (const path of Object.values(paths(stranger))) await expectRefused(path);
  });

  it('a message of another tenant, or of none', async () => {
    const other = await createSentBroadcast(test.owner);
    for (const path of Object.values(paths(tokensOf(sent.messageIds[0]!, other.tenantNumber)))) {
      await expectRefused(path, path.startsWith('/u/') ? 'POST' : 'GET');
    }
    for (const path of Object.values(paths(tokensOf(sent.messageIds[0]!, 4_000_000)))) await expectRefused(path);
  });

  it('clicks and opens after two years; the ways out stay', async () => {
    const [old] = await test.owner.sql<{ id: string }[]>`
      insert into messages (tenant_id, id, batch_id, person_id, source_id, occurrence, edition_id, status)
      select tenant_id, uuidv7(interval '-731 days'), batch_id, person_id, source_id, gen_random_uuid(), edition_id, status
      from messages where id = ${sent.messageIds[0]!} returning id`;
    const all = tokensOf(old!.id);
    await expectRefused(`/t/o/${all.open}`);
    await expectRefused(`/t/c/${all.link(0)}`);
    expect((await api.app.request(`/u/${all.unsubscribe}`)).status).toBe(200);
    expect((await api.app.request(`/p/${all.preferences}`)).status).toBe(200);
  });

  async function counts() {
    return test.owner
      .sql`select (select count(*) from engagement_events) as events, (select count(*) from suppressions) as suppressed`;
  }
});
