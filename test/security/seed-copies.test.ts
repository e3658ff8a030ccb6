import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInboundRecorder } from '../../bin/worker/inbound-recorder.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { recordProviderEvent } from '../../db/queries/inbound/provider-events.ts';
import type { ProviderEvent } from '../../domain/inbound/providers/provider.ts';
import { messageTokens, type MessageTokens } from '../../domain/tokens/token.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { createTestApi, type TestApi } from '../api.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { answer, complaint, deliveryReport } from '../factories/inbound-mail.ts';
import { copiesOf, createSeededBroadcast, type SeededBroadcast } from '../factories/seeds.ts';
import { fingerprint, listTenantTables } from './every-table.ts';

let database: TestDatabase;
let app: Database;
let api: TestApi;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  api = await createTestApi(database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

// One has the address of a person: whatever is done with its copy is nobody's word all the same.
const seeds = ['look@gmail.com', 'look@outlook.com', 'person-1@people.example'];
const begun = async (given: readonly string[]): Promise<SeededBroadcast> => {
  const made = await createSeededBroadcast(database, app, { people: 5, seeds: given, keyRing: api.keyRing });
  await made.freeze();
  await made.drain();
  return made;
};

/** How many rows a tenant has in each table, and everything that is counted, but for what the seed list is made of. */
async function everythingOf(tenantId: string) {
  const { sql } = database.owner;
  const rows: Record<string, number> = {};
  for (const { name } of await listTenantTables(sql)) {
    if (['seeds', 'seed_sends'].includes(name)) continue;
    const beside = name === 'message_batches' ? `and source_kind <> 'seed'` : '';
    const [row] = await sql.unsafe<{ count: number }[]>(
      `select count(*)::int as count from "${name}" where tenant_id = $1 ${beside}`,
      [tenantId],
    );
    rows[name] = row!.count;
  }
  return {
    rows,
    counters: await sql`select name, value from source_counters where tenant_id = ${tenantId} order by 1, 2`,
    hours: await sql`select name, value from campaign_hours where tenant_id = ${tenantId} order by 1, 2`,
    deliveries: await sql`
      select name, sender_domain, receiving_domain, value from delivery_hours where tenant_id = ${tenantId} order by 1, 2, 3`,
    caps: await sql`select cardinality(recent) as counted from person_frequency where tenant_id = ${tenantId} order by 1`,
  };
}

async function tokensOf(tenantId: string, messageId: string): Promise<MessageTokens> {
  const [tenant] = await database.owner.sql<
    { number: number }[]
  >`select number from tenants where tenant_id = ${tenantId}`;
  return messageTokens(api.keyRing, { tenantNumber: tenant!.number, messageId });
}

/** Hands a mail to the receiver, as what came in to an address of ours. */
async function comeBack(to: string, text: string): Promise<string> {
  let said = '';
  const record = createInboundRecorder({
    ...{ database: app, directory: database.open('salescompass_directory'), ring: api.keyRing },
    log: pino({ level: 'silent' }),
    onReport: (kind) => void (said = kind),
  });
  const raw = Buffer.from(text);
  await record({ raw, recipients: [to], mail: readMime(raw), isCut: false });
  return said;
}

describe('copies for the seed list', () => {
  it('are in no table, counter, hour or cap that a campaign without them does not have just so', async () => {
    const [plain, seeded] = [await begun([]), await begun(seeds)];
    expect(seeded.mails).toHaveLength(plain.mails.length + seeds.length);
    const expected = await everythingOf(plain.tenantId);
    expect(expected.rows).toMatchObject({ messages: 5, campaign_members: 5 });
    expect(await everythingOf(seeded.tenantId)).toEqual(expected);
  });

  it('change nothing for anybody, whatever is done with them', async () => {
    const { tenantId } = await begun(seeds);
    const copies = await copiesOf(database.owner, tenantId);
    const before = await fingerprint(database.owner.sql, tenantId);
    for (const { id } of copies) {
      const tokens = await tokensOf(tenantId, id);
      const call = (path: string, init?: RequestInit) => api.app.request(path, init);
      const opened = await call(`/t/o/${tokens.open}`);
      expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/gif']);
      const clicked = await call(`/t/c/${tokens.link(0)}`);
      expect([clicked.status, clicked.headers.get('location')]).toEqual([
        302,
        expect.stringMatching(/^https:\/\/shop\.example\/spring\?/),
      ]);
      expect((await call(`/t/c/${tokens.link(99)}`)).status).toBe(404);
      const body = 'List-Unsubscribe=One-Click';
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const left = await call(`/u/${tokens.unsubscribe}`, { method: 'POST', body, headers });
      expect([left.status, left.headers.get('location')]).toEqual([200, null]);
      expect(await left.text()).toContain('This was a test copy');
      expect((await call(`/p/${tokens.preferences}`)).status).toBe(200);
      const choice = { method: 'POST', body: 'action=leave', headers };
      expect((await call(`/p/${tokens.preferences}`, choice)).status).toBe(200);
      expect(await comeBack(tokens.mailto, 'From: look@gmail.com\r\nSubject: unsubscribe\r\n\r\n')).toBe('ignored');
      expect(await comeBack('fbl', complaint('abuse', tokens.unsubscribe))).not.toBe('complaint');
      expect(await comeBack(tokens.verp, answer(`In-Reply-To: <${id}@acme.example>\r\n`))).not.toBe('reply');
    }
    expect(await fingerprint(database.owner.sql, tenantId)).toEqual(before);
  });

  it('are noted as not taken where they come back, and nobody’s address is given up', async () => {
    const { tenantId } = await begun(seeds);
    const copies = await copiesOf(database.owner, tenantId);
    const unknownUser = deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown');
    const before = await fingerprint(database.owner.sql, tenantId);
    const [byMail, , byCall] = copies;
    expect(await comeBack((await tokensOf(tenantId, byMail!.id)).verp, unknownUser)).toBe('ignored');
    const verdict = {
      ...{ kind: 'hard', reason: 'userunknown', status: '5.1.1', reply: '550', line: 'unknown user' },
      recipient: byCall!.address,
    };
    const event = { id: 'e1', kind: 'report', verdict, names: [`<${byCall!.id}@acme.example>`] } as ProviderEvent;
    const about = { tenantId, providerName: 'ses', ring: api.keyRing, seal: (text: string) => text };
    await withTenant(app.db, tenantId, (db) => recordProviderEvent(db, about, event));
    expect((await copiesOf(database.owner, tenantId)).map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', 'bounced_hard'],
      ['sent', null],
      ['failed', 'bounced_hard'],
    ]);
    expect(await fingerprint(database.owner.sql, tenantId)).toEqual({ ...before, seed_sends: expect.any(String) });
  });
});
