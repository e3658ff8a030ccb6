import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/connection.ts';
import { askForAllOpportunities } from '../../db/queries/attribution/facts.ts';
import { countWon, findFit } from '../../db/queries/attribution/fits.ts';
import { findAttributionState } from '../../db/queries/attribution/state.ts';
import { deleteCampaign } from '../../db/queries/campaigns/delete.ts';
import { listTouches } from '../../db/queries/attribution/touches.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newSales, type Sales } from '../../test/factories/attribution.ts';
import { settleAsked, settleBatch } from './batch.ts';
import { createAttributionActivities, refitIfDue } from './attribution.ts';

let database: TestDatabase;
let app: Database;
let sales: Sales;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());
beforeEach(async () => {
  sales = await newSales(database.owner, app);
});

const settle = () => sales.inTenant((db) => settleAsked(db, 100));
const at = (day: number, month = 5) => new Date(Date.UTC(2026, month - 1, day, 10)).toISOString();

/** The current credit by campaign, for one model and measure. */
async function credits(model = 'linear', measure = 'revenue'): Promise<Record<string, number>> {
  const { rows } = await sales.inTenant((db) =>
    sql<{ name: string; sum: number }>`
      select c.name, sum(e.amount_minor)::int8 as sum from attribution_entries e join campaigns c on c.id = e.campaign_id
      where e.model = ${model} and e.measure = ${measure} group by c.name having sum(e.amount_minor) <> 0 order by 1`.execute(
      db,
    ),
  );
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

async function count(): Promise<number> {
  const { rows } = await sales.inTenant((db) =>
    sql<{ n: number }>`select count(*)::int as n from attribution_entries`.execute(db),
  );
  return rows[0]!.n;
}

/** A deal of 9,000 that is touched by A, A and B. */
async function deal(): Promise<{ id: string; ada: string; a: string; b: string }> {
  const [ada, a, b] = [await sales.person(), await sales.campaign('A'), await sales.campaign('B')];
  for (const [campaignId, day] of [[a, 2], [a, 5], [b, 9]] as const) await sales.touch({ personId: ada, campaignId, at: at(day) }); // prettier-ignore
  const id = await sales.opportunity({ people: [ada], valueMinor: 900_000, openedAt: at(10), wonAt: at(1, 6) });
  return { id, ada, a, b };
}

/** Somebody who was touched by A once. */
async function dealer(): Promise<string> {
  const ada = await sales.person();
  await sales.touch({ personId: ada, campaignId: await sales.campaign('A'), at: at(2) });
  return ada;
}

describe('crediting an opportunity', () => {
  it('credits 9,000 by A, A, B as 6,000 and 3,000, and settling again writes nothing', async () => {
    await deal();
    expect(await settle()).toMatchObject({ opportunities: 1 });
    expect(await credits()).toEqual({ A: 600_000, B: 300_000 });
    const rows = await count();
    await sales.inTenant(askForAllOpportunities);
    expect(await settle()).toEqual({ opportunities: 1, entries: 0 });
    expect(await count()).toBe(rows);
    expect(await settle()).toEqual({ opportunities: 0, entries: 0 });
  });

  it('takes a refund off in proportion, reverses what is opened again, and credits what is won again', async () => {
    const { id } = await deal();
    await settle();
    await sales.refund(id, 90_000);
    await settle();
    expect(await credits()).toEqual({ A: 540_000, B: 270_000 });
    await sales.change(id, { state: 'open', at: at(10, 7) });
    await settle();
    expect(await credits()).toEqual({});
    expect(await credits('linear', 'pipeline')).toEqual({ A: 600_000, B: 300_000 });
    await sales.change(id, { state: 'won', valueMinor: 1_800_000, at: at(20, 7) });
    await settle();
    expect(await credits()).toEqual({ A: 1_140_000, B: 570_000 });
    expect(await credits('linear', 'pipeline')).toEqual({});
    const { rows } = await sales.inTenant((db) =>
      sql<{ reason: string }>`select reason from attribution_entries where model = 'last' order by id`.execute(db),
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['won', 'refunded', 'reopened', 'reopened', 'won', 'refunded']);
  });

  it('cannot be rewritten by the application: what was earned stays, also what was taken back', async () => {
    await deal();
    await sales.opportunity({ people: [await dealer()], valueMinor: 100, openedAt: at(10) });
    await settle();
    const revenue = () =>
      sales.inTenant((db) => sql`select id from attribution_entries where measure = 'revenue'`.execute(db));
    const { rows: before } = await revenue();
    await sales.inTenant((db) => sql`delete from attribution_entries`.execute(db));
    expect(await count()).toBe(before.length);
    expect((await revenue()).rows).toEqual(before);
    await expect(
      sales.inTenant((db) => sql`update attribution_entries set amount_minor = 1`.execute(db)),
    ).rejects.toThrow('permission denied');
  });

  it('keeps what is open as it stands, however often it is touched', async () => {
    const ada = await dealer();
    const id = await sales.opportunity({ people: [ada], valueMinor: 100_000, openedAt: at(10) });
    await settle();
    for (let day = 11; day < 18; day++) {
      await sales.touch({ personId: ada, campaignId: await sales.campaign('B'), at: at(day) });
      await sales.change(id, { at: at(day) });
      await settle();
    }
    const shares = await count();
    expect(await credits('linear', 'pipeline')).toEqual({ A: 12_500, B: 87_500 });
    await database.owner.sql`delete from attribution_entries where tenant_id = ${sales.tenantId}`;
    await sales.inTenant(askForAllOpportunities);
    expect(await settle()).toEqual({ opportunities: 1, entries: shares });
    await sales.change(id, { state: 'lost', at: at(20) });
    await settle();
    expect(await count()).toBe(0);
  });

  it('leaves what is asked for meanwhile to the next', async () => {
    const { id } = await deal();
    let asked: Promise<void> | undefined;
    await sales.inTenant(async (db) => {
      await settleAsked(db, 100);
      asked = sales.change(id, { valueMinor: 300_000, at: at(2, 6) });
      await new Promise((done) => setTimeout(done, 100));
    });
    await asked;
    expect(await credits()).toEqual({ A: 600_000, B: 300_000 });
    expect(await settle()).toMatchObject({ opportunities: 1 });
    expect(await credits()).toEqual({ A: 200_000, B: 100_000 });
  });
});

describe('what counts as a touch', () => {
  async function touchesOf(make: (personId: string, campaignId: string) => Promise<unknown>): Promise<string[]> {
    const [ada, campaignId] = [await sales.person(), await sales.campaign('A')];
    await make(ada, campaignId);
    const id = await sales.opportunity({ people: [ada], valueMinor: 100, openedAt: at(10), wonAt: at(1, 6) });
    await settle();
    const touches = await sales.inTenant((db) => listTouches(db, [id]));
    return touches.map(({ kind, channel, source }) => [kind, channel, source].filter(Boolean).join(' '));
  }
  const visit = { kind: 'page_view', verdict: 'unknown', isOfMessage: false };
  const tagged = (utm: object, clickIds = {}) => ({ source: { utm, clickIds, url: null, referrer: null } });

  it('is what a person did, in the order of time, and nothing that a machine did or that was sent', async () => {
    const found = await touchesOf(async (personId, campaignId) => {
      const base = { personId, campaignId };
      await sales.touch({ ...base, at: at(8), kind: 'reply', verdict: 'unknown' });
      await sales.touch({ ...base, at: at(3) });
      await sales.touch({ ...base, at: at(4), verdict: 'machine' });
      await sales.touch({ ...base, at: at(5), verdict: 'unknown' });
      await sales.touch({ ...base, at: at(6), kind: 'delivered', verdict: 'unknown' });
      await sales.touch({ ...base, at: at(6), kind: 'open', verdict: 'human' });
      await sales.touch({ ...base, campaignId: null, at: at(7), kind: 'form', verdict: 'unknown', isOfMessage: false });
    });
    expect(found).toEqual(['click email salescompass', 'form direct', 'reply email salescompass']);
  });

  it('is an open where the organisation says so, and changing that credits everything anew', async () => {
    const found = await touchesOf((personId, campaignId) =>
      sales.touch({ personId, campaignId, at: at(6), kind: 'open', verdict: 'unknown' }),
    );
    expect(found).toEqual([]);
    await sales.inTenant((db) => db.updateTable('tenants').set({ countOpensAsTouch: true }).execute());
    expect(await settle()).toMatchObject({ opportunities: 1 });
    expect(await credits()).toEqual({ A: 100 });
  });

  it('has the medium of its link as channel', async () => {
    const found = await touchesOf(async (personId, campaignId) => {
      const base = { personId, campaignId, ...visit };
      await sales.touch({ ...base, at: at(2), data: tagged({ medium: ' CPC ', source: 'Google' }) });
      await sales.touch({ ...base, at: at(3), data: tagged({ source: 'newsletter' }) });
      await sales.touch({ ...base, at: at(4), data: tagged({}, { gclid: 'x' }) });
      await sales.touch({ ...base, at: at(5) });
      await sales.touch({ ...base, at: at(6), campaignId: null, data: tagged({ medium: 'cpc' }) });
    });
    expect(found).toEqual([
      'page_view cpc google',
      'page_view newsletter newsletter',
      'page_view cpc',
      'page_view direct',
    ]);
  });

  it('is one where a click leads to a page', async () => {
    const found = await touchesOf(async (personId, campaignId) => {
      await sales.touch({ personId, campaignId, at: '2026-05-03T10:00:00Z' });
      await sales.touch({ personId, campaignId, ...visit, at: '2026-05-03T10:00:20Z' });
      await sales.touch({ personId, campaignId, ...visit, at: '2026-05-03T10:30:01Z' });
    });
    expect(found).toEqual(['click email salescompass', 'page_view direct']);
  });

  it('is the first response of a member where nothing else is that response', async () => {
    const found = await touchesOf(async (personId, campaignId) => {
      const respond = (campaign: string, moment: string) =>
        sales.inTenant((db) =>
          sql`with status as (insert into campaign_type_statuses (campaign_type_id, name, position, responded)
              select id, ${campaign}, 1, true from campaign_types returning id)
            insert into campaign_members (campaign_id, person_id, status_id, has_responded, first_responded_at)
            select ${campaign}, ${personId}, id, true, ${moment} from status`.execute(db),
        );
      await sales.touch({ personId, campaignId, at: at(4) });
      await respond(campaignId, at(4));
      await respond(await sales.campaign('B'), at(6));
    });
    expect(found).toEqual(['click email salescompass', 'response webinar']);
  });

  it('lies within the look-back before the opening, and not after the close', async () => {
    const found = await touchesOf(async (personId, campaignId) => {
      for (const moment of ['2026-02-09T09:59:59Z', '2026-02-09T10:00:00Z', at(1, 6), '2026-06-01T10:00:01Z'])
        await sales.touch({ personId, campaignId, at: moment });
    });
    expect(found).toHaveLength(2);
    await sales.inTenant((db) => db.updateTable('tenants').set({ lookBackDays: 91 }).execute());
    await settle();
    const { rows } = await sales.inTenant((db) => sql`select 1 from opportunity_touches`.execute(db));
    expect(rows).toHaveLength(3);
  });

  it('does not lie between a close and an opening after it', async () => {
    const { id, ada, a } = await deal();
    await sales.change(id, { state: 'open', at: at(1, 7) });
    await sales.touch({ personId: ada, campaignId: a, at: at(15, 6) });
    const counted = await sales.touch({ personId: ada, campaignId: a, at: at(2, 7) });
    await settle();
    const touches = await sales.inTenant((db) => listTouches(db, [id]));
    expect(touches.map(({ touchId }) => touchId).slice(3)).toEqual([counted]);
  });
});

describe('the Markov model', () => {
  it('is fitted from what was won, lost and led to nothing, and credits everything anew by it', async () => {
    const { ada } = await deal();
    const visitor = await sales.person();
    const data = { source: { utm: { medium: 'cpc' }, clickIds: {} } };
    const visit = {
      kind: 'page_view',
      verdict: 'unknown',
      isOfMessage: false,
      data,
      campaignId: await sales.campaign('C'),
    };
    await sales.touch({ ...visit, personId: ada, at: at(20) });
    await sales.touch({ ...visit, personId: visitor, at: at(21) });
    await settle();
    const now = at(1, 8);
    expect(await sales.inTenant((db) => refitIfDue(db, now))).toBe(true);
    const fit = await sales.inTenant(findFit);
    expect(fit).toMatchObject({ version: 1, paths: 2, conversions: 1 });
    expect(fit!.baseline).toBeCloseTo(0.5, 12);
    expect(Object.keys(fit!.effects).sort()).toEqual(['cpc', 'email']);
    expect(await settle()).toMatchObject({ opportunities: 1 });
    expect(await sales.inTenant((db) => refitIfDue(db, now))).toBe(false);
    const sum = Object.values(await credits('markov')).reduce((all, one) => all + one, 0);
    expect(sum).toBe(900_000);
  });

  const refit = (now: string) => sales.inTenant((db) => refitIfDue(db, now));
  const won = async (wonAt: string, channel?: string) => {
    const ada = await sales.person();
    const visit = {
      kind: 'page_view',
      verdict: 'unknown',
      isOfMessage: false,
      data: { source: { utm: { medium: channel } } },
    };
    await sales.touch({ personId: ada, campaignId: await sales.campaign('A'), at: at(3), ...(channel ? visit : {}) });
    await sales.opportunity({ people: [ada], valueMinor: 100, openedAt: at(10), wonAt });
  };

  it('is compared with what it was last looked at with, and knows nothing of what is to come', async () => {
    await won(at(1, 6));
    await won(at(1, 6));
    await settle();
    expect(await refit(at(1, 8))).toBe(true);
    // A tenth more, and all by the same channel: the fit says the same, once.
    await won(at(2, 6));
    await won(at(1, 12));
    await settle();
    expect(await refit(at(1, 8))).toBe(false);
    const checked = await sales.inTenant(findFit);
    expect(checked).toMatchObject({ version: 1, conversions: 3, paths: 3 });
    expect(await sales.inTenant((db) => countWon(db, { from: new Date(at(1, 1)), to: new Date(at(1, 8)) }))).toBe(
      checked!.conversions,
    );
    expect(await refit(at(1, 8))).toBe(false);
    expect((await sales.inTenant(findFit))!.checkedAt).toEqual(checked!.checkedAt);
  });

  it('takes what is beyond a hundred channels together', async () => {
    for (let at = 0; at < 3; at++) await won('2026-06-01T10:00:00Z', 'cpc');
    const [ada, campaignId] = [await sales.person(), await sales.campaign('A')];
    await sales.inTenant((db) =>
      sql`insert into engagement_events (kind, verdict, person_id, campaign_id, occurred_at, received_at, data)
        select 'page_view', 'unknown', ${ada}, ${campaignId}, moment, moment, jsonb_build_object('source', jsonb_build_object('utm',
          jsonb_build_object('medium', 'made up ' || n)))
        from generate_series(1, 150) n, lateral (select '2026-05-01T10:00:00Z'::timestamptz + make_interval(hours => n) as moment) m`.execute(
        db,
      ),
    );
    await sales.opportunity({ people: [ada], valueMinor: 100, openedAt: at(10), wonAt: at(1, 6) });
    await settle();
    expect(await refit(at(1, 8))).toBe(true);
    const { effects } = (await sales.inTenant(findFit))!;
    expect(Object.keys(effects)).toHaveLength(101);
    expect(effects.cpc).toBeCloseTo(0.75, 9);
    expect(effects.other).toBeCloseTo(0.25, 9);
    await settle();
    expect(await credits('markov')).toEqual({ A: 400 });
  });
});

it('says the same after any history as when it is worked out from nothing: late, repeated, taken back', async () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const people = [await sales.person(), await sales.person(), await sales.person()];
  const campaigns = [await sales.campaign('A'), await sales.campaign('B'), await sales.campaign('C')];
  const deals: string[] = [];
  const events: string[] = [];
  for (let step = 0; step < 60; step++) {
    const personId = people[random(3)]!;
    const moment = at(1 + random(28), 3 + random(4));
    const id = deals[random(deals.length || 1)];
    const kind = random(8);
    if (kind === 0 || id === undefined)
      deals.push(await sales.opportunity({ people: [personId], valueMinor: random(1_000_000), openedAt: moment }));
    else if (kind < 3) events.push(await sales.touch({ personId, campaignId: campaigns[random(3)]!, at: moment }));
    else if (kind === 3 && events.length > 0)
      await sales.inTenant((db) =>
        sql`delete from engagement_events where id = ${events.splice(random(events.length), 1)[0]!}`.execute(db),
      );
    else if (kind === 4) await sales.refund(id, 1 + random(1000));
    else if (kind === 5) await sales.change(id, { state: 'open', at: moment, isDeleted: random(4) === 0 });
    else await sales.change(id, { state: random(3) === 0 ? 'lost' : 'won', valueMinor: random(1_000_000), at: moment });
    if (random(3) === 0) await settle();
  }
  await sales.inTenant(askForAllOpportunities);
  await settle();
  const sums = () =>
    sales.inTenant(
      async (db) =>
        (
          await sql`select opportunity_id, model, measure, refund_id, touch_id, sum(amount_minor)::int8 as sum from attribution_entries
          group by 1, 2, 3, 4, 5 having sum(amount_minor) <> 0 order by 1, 2, 3, 4, 5`.execute(db)
        ).rows,
    );
  const incremental = await sums();
  expect(incremental.length).toBeGreaterThan(50);
  await database.owner.sql`delete from attribution_entries where tenant_id = ${sales.tenantId}`;
  await database.owner.sql`delete from opportunity_touches where tenant_id = ${sales.tenantId}`;
  await sales.inTenant(askForAllOpportunities);
  await settle();
  expect(await sums()).toEqual(incremental);
});

describe('a draft that is deleted', () => {
  it('leaves the touches that named it without a campaign, and everything goes on', async () => {
    const { id, ada, a } = await deal();
    await settle();
    const late = { personId: ada, campaignId: a, kind: 'page_view', verdict: 'unknown', isOfMessage: false };
    await sales.touch({ ...late, at: at(20) });
    expect(await sales.inTenant((db) => deleteCampaign(db, a))).toBe(true);
    expect(await settle()).toMatchObject({ opportunities: 1 });
    const touches = await sales.inTenant((db) => listTouches(db, [id]));
    expect(touches.map(({ campaignId }) => campaignId !== null)).toEqual([false, false, true, false]);
    expect(await credits()).toEqual({ B: 225_000 });
  });
});

describe('an opportunity that cannot be credited', () => {
  const log = pino({ level: 'silent' });
  const settleAll = () => settleBatch({ database: app, log }, sales, 100);

  it('is set aside, told of, and never stops the others', async () => {
    const { id } = await deal();
    const other = await sales.opportunity({ people: [await sales.person()], valueMinor: 1, openedAt: at(3) });
    await breakLedgerOf(id);
    expect(await settleAll()).toMatchObject({ opportunities: 2 });
    const left = await sales.inTenant((db) => db.selectFrom('attributionWork').selectAll().execute());
    expect(left).toMatchObject([{ opportunityId: id, failures: 1, failedWith: '23514 refused' }]);
    expect(left.some(({ opportunityId }) => opportunityId === other)).toBe(false);
    expect(await sales.inTenant(findAttributionState)).toMatchObject({ waiting: 1, setAside: 1 });
    expect(await settleAll()).toEqual({ opportunities: 0, entries: 0 });
    await mendLedger();
    await sales.change(id, { valueMinor: 300_000, at: at(2, 6) });
    expect(await settleAll()).toMatchObject({ opportunities: 1 });
    expect(await credits()).toEqual({ A: 200_000, B: 100_000 });
  });

  const breakLedgerOf = (id: string) =>
    database.owner.sql.unsafe(
      `alter table attribution_entries add constraint refused check (opportunity_id <> '${id}')`,
    );
  const mendLedger = () => database.owner.sql`alter table attribution_entries drop constraint refused`;
});

it('the activity works off all that is asked for', async () => {
  await deal();
  const { settleCredits, hasFacts } = createAttributionActivities({ database: app, log: pino({ level: 'silent' }) });
  const ref = { tenantId: sales.tenantId };
  const run = () => new MockActivityEnvironment().run(settleCredits, ref);
  expect(await run()).toMatchObject({ opportunities: 1, isDone: true });
  expect(await run()).toEqual({ opportunities: 0, entries: 0, isDone: true });
  expect(await hasFacts(ref)).toBe(true);
});
