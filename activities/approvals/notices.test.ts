import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignNotice } from '../../domain/notifications/campaign-notice.ts';
import { clock } from '../../domain/campaigns/command.ts';
import type { CampaignCommand } from '../../domain/campaigns/lifecycle.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { runningDrip } from '../../test/factories/drip-api.ts';
import { waitStep } from '../../test/factories/drips.ts';
import { createCampaignActivities } from '../campaigns/campaigns.ts';
import { mailOwners } from '../inbound/owner-mail.ts';
import { tellUntold } from './untold-approvals.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let admin: TestCaller;
let approver: TestCaller;
let mails: { to: string; subject: string; text: string }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
});
beforeEach(async () => {
  tenantId = await api.tenant();
  const as = (role: 'manager' | 'admin' | 'approver') => api.asUser(role, tenantId);
  [manager, admin, approver] = [await as('manager'), await as('admin'), await as('approver')];
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const told = async (who: TestCaller) =>
  (await (await who.request('GET', '/notifications')).json()) as { unread: number; approvals: CampaignNotice[] };
const kinds = async (who: TestCaller) =>
  (await told(who)).approvals.map(({ kind, subject }) => `${kind} ${subject.name}`);
const mail = async (nowIso: string) => {
  mails = [];
  const { database: app, directory, keyRing: ring } = api.deps;
  const systemMail = {
    send: async (one: (typeof mails)[number]) => void mails.push(one),
    publicUrl: 'https://app.example',
  };
  await mailOwners(
    {
      database: app,
      directory,
      log: pino({ level: 'silent' }),
      systemMail,
      mailer: { ring, bounceDomain: 'bounce.example' },
    },
    { tenantId, nowIso, until: Infinity },
  );
};

/** A campaign of the manager's, and commands to it as its workflow carries them out. */
async function campaign(name: string, startAt: string | null = null) {
  const made = await manager.request('POST', '/campaigns', { name, ...(startAt ? { startAt } : {}) });
  const { id } = (await made.json()) as { id: string };
  const { applyCommand } = createCampaignActivities({ ...api.deps });
  const give = async (who: TestCaller, command: CampaignCommand, comment = '') => {
    const noteId = comment === '' ? null : randomUUID();
    if (noteId)
      await database.owner
        .sql`insert into command_notes (tenant_id, id, text) values (${tenantId}, ${noteId}, ${comment})`;
    await applyCommand({
      ...{ tenantId, campaignId: id, command, commandId: randomUUID(), now: new Date().toISOString() },
      ...(noteId ? { noteId } : {}),
      actor: { kind: 'user', personId: who.personId, role: 'admin' },
    });
  };
  const byClock = (command: CampaignCommand) =>
    applyCommand({
      ...{ tenantId, campaignId: id, command, commandId: randomUUID(), now: startAt ?? new Date().toISOString() },
      actor: clock,
    });
  return { id, give, byClock };
}

describe('an approval', () => {
  it('is told to those who may give it, in the bell and by mail, and to its author once it is decided', async () => {
    const { give } = await campaign('Spring');
    await give(manager, 'submit', 'Please until Friday');
    expect([await kinds(approver), await kinds(admin), await kinds(manager)]).toEqual([
      ['waits Spring'],
      ['waits Spring'],
      [],
    ]);
    expect((await told(approver)).approvals[0]).toMatchObject({ comment: 'Please until Friday', isRead: false });
    await mail('2026-06-01T10:00:00Z');
    expect(mails.length).toBeGreaterThan(1);
    for (const { subject } of mails)
      expect(subject).toBe('“Spring” waits for your approval. Some manager asks for it.');
    expect(mails[0]?.text).toContain('Please until Friday');
    await mail('2026-06-01T10:10:00Z');
    expect(mails).toEqual([]);

    await give(approver, 'reject', 'The link is dead');
    expect([await kinds(approver), await kinds(admin), await kinds(manager)]).toEqual([[], [], ['rejected Spring']]);
    const [notice] = (await told(manager)).approvals;
    expect(notice).toMatchObject({ comment: 'The link is dead', byName: 'Some approver' });
    await mail('2026-06-01T10:20:00Z');
    expect(mails).toMatchObject([{ subject: 'Some approver sent “Spring” back.' }]);

    await manager.request('POST', '/notifications/read', { approvalId: notice?.id });
    expect(await told(manager)).toMatchObject({ unread: 0, approvals: [{ isRead: true }] });
    await give(manager, 'submit');
    await give(approver, 'approve');
    expect(await kinds(manager)).toEqual(['approved Spring', 'rejected Spring']);
    await manager.request('POST', '/notifications/read', { all: true });
    expect((await told(manager)).unread).toBe(0);
  });

  it('is taken back where it is withdrawn or the campaign ends, and nobody is told of their own', async () => {
    const { give } = await campaign('Autumn');
    await give(admin, 'submit');
    expect(await kinds(admin)).not.toContain('waits Autumn');
    expect(await kinds(approver)).toEqual(['waits Autumn']);
    await give(admin, 'withdraw');
    expect(await kinds(approver)).toEqual([]);
    await give(manager, 'submit');
    await give(manager, 'cancel');
    expect(await kinds(approver)).toEqual([]);
  });

  it('that was asked for before anybody was told is told later, once, to those who may give it', async () => {
    const { give } = await campaign('Long ago');
    await give(manager, 'submit', 'Since last week');
    await database.owner.sql`delete from approval_notices where tenant_id = ${tenantId}`;
    expect(await kinds(approver)).toEqual([]);
    const { database: app, directory } = api.deps;
    expect(await tellUntold({ database: app, directory }, tenantId)).toBeGreaterThanOrEqual(2);
    expect([await kinds(approver), await kinds(admin), await kinds(manager)]).toEqual([
      ['waits Long ago'],
      ['waits Long ago'],
      [],
    ]);
    expect((await told(approver)).approvals[0]).toMatchObject({ comment: 'Since last week', isRead: false });
    expect(await tellUntold({ database: app, directory }, tenantId)).toBe(0);
    await give(approver, 'approve');
    expect(await tellUntold({ database: app, directory }, tenantId)).toBe(0);
    expect(await kinds(approver)).toEqual([]);
    await database.owner.sql`delete from approval_notices where tenant_id = ${tenantId}`;
  });

  it('that does not hold any more when the start has come is told with the reason, and so is what pauses by itself', async () => {
    const { id, give, byClock } = await campaign('Gala', new Date(Date.now() + 3_600_000).toISOString());
    const content = { subject: 'Gala', body: 'Come' };
    expect((await manager.request('POST', `/campaigns/${id}/broadcasts`, { name: 'One', content })).status).toBe(201);
    const isApproved = (status: string, hash: string) =>
      database.owner.sql`update campaigns set status = ${status}, approved_hash = ${hash} where id = ${id}`;
    await isApproved('scheduled', 'of another message');
    await byClock('start');
    expect((await told(manager)).approvals[0]).toMatchObject({
      ...{ kind: 'notStarted', campaignId: id, byName: 'the clock', isRead: false },
      comment: expect.stringContaining('not what was approved'),
    });
    await mail('2027-06-01T10:00:00Z');
    const mine = mails.find(({ text }) => text.includes('Gala'));
    expect(mine?.text).toContain('“Gala” did not start and is a draft again.\nThe content is not what was approved');

    await isApproved('running', 'as it is');
    await database.owner
      .sql`update broadcasts set status = 'failed', failure = 'The template is broken' where campaign_id = ${id}`;
    await byClock('pause');
    expect((await told(manager)).approvals[0]).toMatchObject({ kind: 'paused', comment: 'The template is broken' });
    await give(manager, 'resume');
    await give(manager, 'pause');
    expect(await kinds(manager)).toEqual(expect.arrayContaining(['paused Gala', 'notStarted Gala']));
    expect((await kinds(manager)).filter((kind) => kind === 'paused Gala')).toHaveLength(1);
    await database.owner.sql`delete from approval_notices where tenant_id = ${tenantId}`;
  });

  it('that led to nothing is on the campaign with the reason, as long as it is a draft by it', async () => {
    const { id, give, byClock } = await campaign('Winter', new Date(Date.now() + 3_600_000).toISOString());
    const read = async <T>(path = '') => (await (await manager.request('GET', `/campaigns/${id}${path}`)).json()) as T;
    const back = async () => (await read<{ backToDraft: unknown }>()).backToDraft;
    const newest = async () => (await read<{ data: unknown[] }>('/approvals')).data[0];
    expect(await back()).toBeNull();
    await give(manager, 'submit');
    expect(await back()).toBeNull();
    await give(approver, 'reject', 'Too long');
    expect(await back()).toMatchObject({ why: 'sentBack', byName: 'Some approver', comment: 'Too long' });
    await give(manager, 'submit');
    await give(manager, 'withdraw');
    expect(await back()).toBeNull();

    await give(manager, 'submit');
    await give(approver, 'approve');
    expect(await back()).toBeNull();
    expect((await manager.request('PATCH', `/campaigns/${id}`, { name: 'Winter again' })).status).toBe(200);
    expect(await back()).toMatchObject({ why: 'changed', byName: 'Some manager', comment: '' });
    expect(await newest()).toMatchObject({ decision: 'approved', voided: { byName: 'Some manager', because: '' } });

    await give(manager, 'submit');
    await give(approver, 'approve');
    expect(await newest()).toMatchObject({ decision: 'approved', voided: null });
    // Of one before it it may not be known what became of it, as of those from before this was noted.
    await database.owner.sql`update approvals set voided_at = null where campaign_id = ${id}`;
    await give(manager, 'schedule');
    await database.owner.sql`update campaigns set approved_hash = 'of another message' where id = ${id}`;
    await byClock('start');
    const because = expect.stringContaining('not what was approved');
    expect(await back()).toMatchObject({ why: 'notStarted', byName: null, comment: because });
    expect(await newest()).toMatchObject({ decision: 'approved', voided: { byName: null, because } });
    expect((await read<{ data: unknown[] }>('/approvals')).data[1]).toMatchObject({ voided: null });
    await database.owner.sql`delete from approval_notices where tenant_id = ${tenantId}`;
  });

  it('of a version of a drip and of an item of a programme is told too', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('rest', 3)]);
    await drip.begin();
    const made = await manager.request('POST', `${drip.path}/versions`, {
      definition: { steps: [waitStep('rest', 3), waitStep('more', 3)] },
      scope: 'everyone',
    });
    expect(made.status).toBe(201);
    const { number } = (await made.json()) as { number: number };
    expect(await kinds(approver)).toEqual([expect.stringMatching(/^waits Version 2 of /)]);
    await approver.request('POST', `${drip.path}/versions/${number}/reject`, { comment: 'Too long' });
    expect((await told(manager)).approvals[0]).toMatchObject({ kind: 'rejected', comment: 'Too long', isRead: false });

    const { id } = await campaign('Pool');
    const pool = (await (await manager.request('POST', `/campaigns/${id}/nurtures`, { name: 'Letters' })).json()) as {
      id: string;
    };
    await database.owner.sql`update nurtures set status = 'running' where id = ${pool.id}`;
    const items = `/campaigns/${id}/nurtures/${pool.id}/items`;
    const content = { subject: 'Hello', body: 'Hello' };
    const item = await manager.request('POST', items, { name: 'First', content });
    expect(item.status).toBe(201);
    expect(await kinds(approver)).toEqual(['waits First in Letters']);
    expect((await manager.request('DELETE', `${items}/${((await item.json()) as { id: string }).id}`)).status).toBe(
      204,
    );
    expect(await kinds(approver)).toEqual([]);
  });

  it('of another organisation is told to nobody here', async () => {
    const { give } = await campaign('Ours');
    await give(manager, 'submit');
    const stranger = await api.asUser('approver', await api.tenant('Other'));
    expect(await told(stranger)).toMatchObject({ unread: 0, approvals: [] });
  });
});
