import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { castBatch, openCast } from '../../activities/nurtures/cast.ts';
import { buildItemEditions } from '../../activities/nurtures/editions.ts';
import { startVersion } from '../../activities/nurtures/version.ts';
import type { TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { rebuildCounters } from '../../db/queries/parts/counters.ts';
import { activateItems, insertNurtureItem } from '../../db/queries/nurtures/items.ts';
import { addNurtureMembers, setCadence } from '../../db/queries/nurtures/members.ts';
import { markNurture } from '../../db/queries/nurtures/state.ts';
import { findNurture, insertNurture } from '../../db/queries/nurtures/nurtures.ts';
import { NewNurtureItem } from '../../domain/nurtures/item.ts';
import { NurtureDefinition } from '../../domain/nurtures/definition.ts';
import { nextCast } from '../../domain/nurtures/schedule.ts';
import { knownBy, seedConsequences, seedEvents, seedResponses } from './history-sends.ts';
import { demoMessage } from './message.ts';
import { exampleTenantId } from './people.ts';
import type { DemoTeam } from './history.ts';

/** For how many days it has been running: long enough for four casts. */
const days = 29;
const before = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** In how many days it ends. */
const endsIn = 150;

const rules = {
  schedule: { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' },
  streams: [
    { key: 'basics', name: 'First steps' },
    { key: 'experts', name: 'For experts' },
  ],
};

const items = [
  { name: 'Find your way around', streams: ['basics'], lead: 'Where everything is, in four pictures.' },
  {
    name: 'Five layouts that save steps',
    streams: ['basics', 'experts'],
    lead: 'What warehouses of your size do.',
    reading: 1,
  },
  {
    name: 'Returns without tears',
    streams: ['basics'],
    lead: 'A returns desk that works with two people.',
    reading: 11,
  },
  { name: 'Price list', streams: ['basics'], lead: 'The new one; it is still being printed.', isOnHold: true },
  { name: 'Slotting by numbers', streams: ['experts'], lead: 'Which shelf for which article, and why.', reading: 2 },
  { name: 'Year-end stocktaking', streams: ['experts'], lead: 'A plan for the last week.', daysUntil: 20, reading: 5 },
];

/** Who came in: how many, into which stream, and how many days ago. */
const groups = [
  { people: 34, stream: 'basics', daysAgo: days },
  { people: 12, stream: 'experts', daysAgo: days },
  { people: 14, stream: 'basics', daysAgo: 13 },
  { people: 9, stream: 'basics', daysAgo: 2 },
] as const;

/** A nurture programme that has cast four times: some have had everything, some have just come, one item is held and one waits for its day. */
export async function seedNurture(db: TenantDb, team: DemoTeam): Promise<void> {
  const campaignId = await seedCampaign(db, team);
  const nurtureId = uuidv7();
  const definition = NurtureDefinition.parse({
    ...rules,
    entries: [{ by: { kind: 'event', event: 'form' } }],
    transitions: [
      {
        from: 'basics',
        to: 'experts',
        rule: { kind: 'engagement', event: 'click', times: { op: 'atLeast', count: 2 }, withinDays: 60, campaignId },
      },
    ],
  });
  const author = { id: team.manager.id, name: team.manager.name };
  await insertNurture(db, { id: nurtureId, campaignId, name: 'Warehouse know-how', definition, author });
  await seedItems(db, team, nurtureId);
  const approvedHash = await findContentHash(db, campaignId);
  await db.updateTable('campaigns').set({ approvedHash }).where('id', '=', campaignId).execute();
  await buildItemEditions(db, nurtureId, { isStrict: true });
  await activateItems(db, nurtureId);
  const made = await findNurture(db, nurtureId);
  if (made) await startVersion(db, made, before(days).toISOString());
  const endAt = new Date(`${before(-endsIn).toISOString().slice(0, 10)}T16:00:00.000Z`);
  await db.updateTable('nurtures').set({ endAt }).where('id', '=', nurtureId).execute();
  await markNurture(db, {
    id: nurtureId,
    from: ['draft'],
    to: 'running',
    values: { startedAt: before(days).toISOString() },
  });
  await seedMembers(db, nurtureId);
  const ref = { tenantId: exampleTenantId, campaignId, nurtureId };
  for (const castAt of casts()) await cast(db, { ...ref, castAt });
  await settle(db, ref);
}

function casts(): string[] {
  const moments: string[] = [];
  const now = new Date().toISOString();
  for (let at = nextCast(rules.schedule, before(days).toISOString()); at < now; at = nextCast(rules.schedule, at)) {
    moments.push(at);
  }
  return moments;
}

async function seedCampaign(db: TenantDb, { manager }: DemoTeam): Promise<string> {
  const type = (await listCampaignTypes(db)).find(({ name }) => name === 'E-mail');
  const { id } = await db
    .insertInto('campaigns')
    .values({
      name: 'Better warehouses, letter by letter',
      description: 'Something useful every Tuesday, for as long as there is something that somebody has not had.',
      campaignTypeId: type!.id,
      status: 'running',
      ownerId: manager.id,
      startAt: before(days),
      startedAt: before(days),
      statusChangedAt: before(days),
      currency: 'EUR',
      budgetedCostMinor: 120_000,
      utmId: 'northwind-know-how',
      createdBy: manager.id,
      authors: [manager.id],
      createdAt: before(days + 10),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function seedItems(db: TenantDb, { senderId, manager }: DemoTeam, nurtureId: string): Promise<void> {
  for (const { name, lead, streams, isOnHold = false, daysUntil, reading } of items) {
    const validFrom = daysUntil ? `${before(-daysUntil).toISOString().slice(0, 10)}T08:00:00.000Z` : null;
    // What can be recommended is read by who gets these letters too.
    const link = reading && { link: `https://www.northwind.demo/reading/${reading}` };
    const content = { ...demoMessage(name, lead, link || {}), senderId };
    const item = NewNurtureItem.parse({ name, content, streams, isOnHold, validFrom });
    await insertNurtureItem(db, { ...item, id: uuidv7(), nurtureId, state: 'draft', createdBy: manager.id });
  }
}

/** Customers who agreed to news, some who never said so, and two who asked for a break. */
async function seedMembers(db: TenantDb, nurtureId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from people where kind = 'contact' and erased_at is null and email_status = 'ok'
    order by consent <> 'granted' and hashtext(external_id) % 4 <> 0, hashtext(external_id)`.execute(db);
  let from = 0;
  for (const { people, stream, daysAgo } of groups) {
    const ids = rows.slice(from, (from += people)).map(({ id }) => id);
    const who = sql`select unnest(${sql.val(ids)}::uuid[]) as person_id`;
    await addNurtureMembers(db, { nurtureId, stream, nowIso: before(daysAgo).toISOString(), people: who });
  }
  for (const { id } of rows.slice(3, 5)) await setCadence(db, { nurtureId, personId: id, cadence: 'paused' });
}

/** The engine itself makes a cast that was; only the road that its mail took is told. */
async function cast(
  db: TenantDb,
  ref: { tenantId: string; campaignId: string; nurtureId: string; castAt: string },
): Promise<void> {
  const { castAt, nurtureId } = ref;
  const opened = await openCast(db, ref);
  while ((await castBatch(db, opened, { limit: 500, nowIso: castAt })).taken > 0);
  const at = sql`${castAt}::timestamptz`;
  const dice = (what: string) => sql`(abs(hashtext(${what} || p.external_id || ${knownBy})) % 100)`;
  const within = (share: number, minutes: number) =>
    sql`case when ${dice('reads')} < ${share} and ${at} + make_interval(mins => ${minutes}) < now()
      then ${at} + make_interval(mins => ${minutes}) end`;
  const { rows } = await sql<{ id: string }>`
    update message_batches set finished_at = ${at}, created_at = ${at}
    where tenant_id = current_tenant() and part_id = ${nurtureId}::uuid and finished_at is null
    returning id`.execute(db);
  await sql`
    update messages m set status = 'sent', attempts = 1, counted_at = ${at}, sending_at = ${at}, sent_at = ${at},
      opened_at = ${within(58, 145)}, clicked_at = ${within(31, 152)}
    from people p
    where m.tenant_id = current_tenant() and m.status = 'queued' and p.tenant_id = m.tenant_id and p.id = m.person_id
      and m.batch_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(db);
}

/** Writes the events and counts of its messages. */
async function settle(db: TenantDb, ref: { campaignId: string; nurtureId: string }): Promise<void> {
  const rows = await db.selectFrom('nurtureItems').select('id').where('nurtureId', '=', ref.nurtureId).execute();
  for (const { id: sourceId } of rows) {
    await seedEvents(db, { campaignId: ref.campaignId, sourceId });
    await seedResponses(db, { campaignId: ref.campaignId, sourceId });
    await seedConsequences(db, sourceId);
    await rebuildCounters(db, sourceId);
  }
}
