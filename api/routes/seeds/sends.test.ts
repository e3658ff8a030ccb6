import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../../domain/policy/roles.ts';
import type { SeedPlacement } from '../../../domain/seeds/coverage.ts';
import type { SeedSend } from '../../../domain/seeds/placement.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** A campaign whose copies went out a minute ago: two to Gmail, one to a firm, and one that was skipped. */
async function played() {
  const tenantId = await api.tenant('Copied');
  const { campaignId, broadcastId, editionId } = await createSentBroadcast(database.owner, { tenantId });
  const addresses = ['a@gmail.com', 'b@gmail.com', 'c@firm.example', 'off@gmail.com'];
  for (const address of addresses) {
    const status = address.startsWith('off') ? 'skipped' : 'sent';
    await database.owner.sql`
      insert into seed_sends (tenant_id, batch_id, seed_id, campaign_id, broadcast_id, edition_id, address, status, sent_at)
      values (${tenantId}, uuidv7(), uuidv7(), ${campaignId}, ${broadcastId}, ${editionId}, ${address}, ${status},
        ${status === 'sent' ? new Date(Date.now() - 60_000) : null})`;
  }
  return { tenantId, campaignId, manager: await api.asUser('manager', tenantId) };
}
const copies = async (caller: TestCaller, campaignId: string) =>
  (await bodyOf<{ data: SeedSend[] }>(await caller.request('GET', `/campaigns/${campaignId}/seed-sends`))).data;
const placement = async (caller: TestCaller) =>
  bodyOf<SeedPlacement>(await caller.request('GET', '/deliverability/placement?days=7'));
const say = (caller: TestCaller, { campaignId, id }: { campaignId: string; id: string }, where: unknown) =>
  caller.request('PUT', `/campaigns/${campaignId}/seed-sends/${id}/placement`, { placement: where });

describe('where copies landed', () => {
  it('is said by hand, taken back, and added up by provider', async () => {
    const { campaignId, manager } = await played();
    const [a, b, c, off] = await copies(manager, campaignId);
    expect(a).toMatchObject({ address: 'a@gmail.com', provider: { name: 'Google' }, placement: null, placedBy: null });
    const marked = await say(manager, { campaignId, id: a!.id }, 'inbox');
    expect(await bodyOf(marked)).toMatchObject({
      placement: 'inbox',
      placedBy: 'person',
      placedAt: expect.any(String),
    });
    await say(manager, { campaignId, id: b!.id }, 'spam');
    await say(manager, { campaignId, id: c!.id }, 'missing');
    expect(await placement(manager)).toEqual({
      ...{ days: 7, seeds: 0, lacking: [] },
      providers: [
        { key: 'google', name: 'Google', sent: 2, inbox: 1, other: 0, spam: 1, missing: 0, unknown: 0 },
        { key: 'firm.example', name: 'firm.example', sent: 1, inbox: 0, other: 0, spam: 0, missing: 1, unknown: 0 },
      ],
    });
    expect(await bodyOf(await say(manager, { campaignId, id: b!.id }, null))).toMatchObject({
      ...{ placement: null, placedBy: null, placedByName: null, placedAt: null },
    });
    expect((await say(manager, { campaignId, id: off!.id }, 'inbox')).status).toBe(409);
    const wrong = await say(manager, { campaignId, id: a!.id }, 'attic');
    expect([wrong.status, await bodyOf(wrong)]).toMatchObject([400, { errors: [{ path: 'placement' }] }]);
  });

  it('counts of a copy that is uncertain once somebody has found it', async () => {
    const { campaignId, manager, tenantId } = await played();
    await database.owner.sql`
      update seed_sends set status = 'uncertain', sent_at = null where tenant_id = ${tenantId} and address = 'c@firm.example'`;
    const firm = async () => (await placement(manager)).providers.find(({ key }) => key === 'firm.example');
    expect(await firm()).toBeUndefined();
    const copy = (await copies(manager, campaignId)).find(({ address }) => address === 'c@firm.example')!;
    expect((await say(manager, { campaignId, id: copy.id }, 'spam')).status).toBe(200);
    expect(await firm()).toMatchObject({ sent: 1, spam: 1, unknown: 0 });
  });

  it('is read by everybody of the organisation, said by who may write, and is nobody else’s', async () => {
    const { tenantId, campaignId, manager } = await played();
    const [{ id } = { id: '' }] = await copies(manager, campaignId);
    for (const role of roles) {
      const caller = await api.asUser(role, tenantId);
      expect(await copies(caller, campaignId)).toHaveLength(4);
      expect((await placement(caller)).providers).toHaveLength(2);
      expect((await say(caller, { campaignId, id }, 'inbox')).status).toBe(
        role === 'admin' || role === 'manager' ? 200 : 403,
      );
    }
    const other = await played();
    expect((await other.manager.request('GET', `/campaigns/${campaignId}/seed-sends`)).status).toBe(404);
    expect((await say(other.manager, { campaignId, id }, 'spam')).status).toBe(404);
    expect((await say(other.manager, { campaignId: other.campaignId, id }, 'spam')).status).toBe(404);
    expect((await api.app.request('/api/v1/deliverability/placement')).status).toBe(401);
  });

  it('is said to be unseen where a provider takes much of the mail and has no seed', async () => {
    const { tenantId } = await played();
    const admin = await api.asUser('admin', tenantId);
    for (const [domain, sent] of [
      ['gmail.com', 700],
      ['outlook.com', 250],
      ['small.example', 50],
    ] as const)
      await database.owner.sql`
        insert into delivery_hours (tenant_id, name, hour, sender_domain, receiving_domain, value)
        values (${tenantId}, 'sent', date_bin('1 hour', now() - interval '2 hours', 'epoch'), 'acme.example', ${domain}, ${sent})`;
    const lacking = async () => (await placement(admin)).lacking.map(({ key }) => key);
    expect(await lacking()).toEqual(['google', 'microsoft']);
    await admin.request('POST', '/seeds', { address: 'look@gmail.com' });
    expect(await lacking()).toEqual(['microsoft']);
    // One that is switched off sees nothing.
    await admin.request('POST', '/seeds', { address: 'look@outlook.com', isActive: false });
    expect(await placement(admin)).toMatchObject({
      ...{ seeds: 1, lacking: [{ name: 'Microsoft', messages: 250, of: 1000 }] },
    });
  });
});
