import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { buildVersionEditions } from '../../activities/drips/editions.ts';
import { takeOverApproved } from '../../activities/drips/takeover.ts';
import type { DripMoment } from '../../activities/drips/drips.ts';
import type { TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { findVersionHash } from '../../db/queries/drips/definitions.ts';
import { insertVersion, markVersion } from '../../db/queries/drips/versions.ts';
import { insertDrip, markDrip } from '../../db/queries/drips/drips.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { countDrip, play, tellStories } from './history-drip-play.ts';
import { welcomeVersions } from './history-drip-steps.ts';
import { exampleTenantId } from './people.ts';
import type { DemoTeam } from './history.ts';

/** For how many days it has been running, and how long ago its second version was taken over. */
const days = 18;
const editedBefore = 9;
/** How many people came onto the list of newcomers meanwhile, and how many of them never gave consent. */
const newcomers = { all: 54, withoutConsent: 5 };

/**
 * A welcome that has been running for some weeks: people in every step, two versions, and what was noted on the way. The engine
 * itself plays it with the clock of those days; only the road that its mail took is told.
 */
export async function seedDrip(db: TenantDb, team: DemoTeam): Promise<void> {
  const campaignId = await seedCampaign(db, team);
  const listId = await seedNewcomers(db);
  const { first, second } = welcomeVersions({ senderId: team.senderId, listId });
  const ref = { tenantId: exampleTenantId, campaignId, dripId: uuidv7() };
  const author = team.manager;
  await insertDrip(db, { id: ref.dripId, campaignId, name: 'Welcome', priority: 'normal', definition: first, author });
  const moments = clock();
  await begin(db, { ...ref, now: moments[0]! });
  const edited = moments.findIndex((now) => now >= before(editedBefore).toISOString());
  for (const [index, now] of moments.entries()) {
    if (index === edited) await takeOver(db, { ref: { ...ref, now }, team, definition: second });
    await play(db, { ref: { ...ref, now }, listId, owner: author.id });
  }
  const last = { ...ref, now: moments.at(-1)! };
  await tellStories(db, last);
  // Its owner has had the mail about it: none is written when the product starts.
  await db
    .updateTable('notifications')
    .set({ mailedAt: sql<Date>`created_at` })
    .execute();
  await countDrip(db, last);
}

const before = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** Twice a day, when it is daytime in Europe and in Asia, and when it is in America; and now. */
function clock(): string[] {
  const now = new Date();
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const moments = Array.from({ length: days + 1 }, (_, day) =>
    [8, 15].map((hour) => new Date(midnight - (days - day) * 86_400_000 + hour * 3_600_000)),
  ).flat();
  return [...moments.filter((moment) => moment < now), now].map((moment) => moment.toISOString());
}

async function seedCampaign(db: TenantDb, { manager }: DemoTeam): Promise<string> {
  const type = (await listCampaignTypes(db)).find(({ name }) => name === 'E-mail');
  const { id } = await db
    .insertInto('campaigns')
    .values({
      name: 'Welcome to Northwind',
      description: 'What everybody gets who has just come: a greeting, a first step, and help.',
      campaignTypeId: type!.id,
      status: 'running',
      ownerId: manager.id,
      startAt: before(days),
      startedAt: before(days),
      statusChangedAt: before(days),
      currency: 'EUR',
      budgetedCostMinor: 90_000,
      utmId: 'northwind-welcome',
      createdBy: manager.id,
      authors: [manager.id],
      createdAt: before(days + 9),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A list onto which somebody comes some times a day. */
async function seedNewcomers(db: TenantDb): Promise<string> {
  const { id } = await db
    .insertInto('lists')
    .values({ name: 'Newcomers', description: 'Who signed up on the website lately' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { all, withoutConsent } = newcomers;
  await sql`
    insert into list_people (list_id, person_id, added_at)
    select ${id}::uuid, id, now() - make_interval(hours => (row_number() over (order by hashtext(external_id)) * ${(days * 24) / all}::float8)::int)
    from (
      (select id, external_id from people where consent = 'granted' and email_status = 'ok' order by external_id desc limit ${all - withoutConsent})
      union all
      (select id, external_id from people where consent = 'unknown' order by external_id desc limit ${withoutConsent})) newest`.execute(
    db,
  );
  return id;
}

/** Begins it with what was approved. */
async function begin(db: TenantDb, { campaignId, dripId, now }: DripMoment): Promise<void> {
  const approvedHash = await findContentHash(db, campaignId);
  await db.updateTable('campaigns').set({ approvedHash }).where('id', '=', campaignId).execute();
  const version = { dripId, number: 1 };
  await buildVersionEditions(db, version);
  const values = { activatedAt: now, contentHash: await findVersionHash(db, version) };
  await markVersion(db, { ...version, from: ['draft'], to: 'active', values });
  await markDrip(db, { id: dripId, from: ['draft'], to: 'running', values: { startedAt: now } });
}

/** A second version: written, approved by somebody else, and followed by everybody from their next step. */
async function takeOver(
  db: TenantDb,
  { ref, team, definition }: { ref: DripMoment; team: DemoTeam; definition: DripDefinition },
): Promise<void> {
  const { dripId, now } = ref;
  const note = 'Whoever read the second letter gets some days before the last one; who did not gets it sooner.';
  const version = { dripId, definition, scope: 'everyone', moves: {}, note, author: team.manager } as const;
  const number = await insertVersion(db, version);
  const { id, name } = team.approver;
  const contentHash = await findVersionHash(db, { dripId, number });
  const values = { decidedBy: id, decidedByName: name, decidedAt: now, comment: 'Good idea.', contentHash };
  await markVersion(db, { dripId, number, from: ['draft'], to: 'approved', values });
  await db.updateTable('dripVersions').set({ createdAt: now }).where('dripId', '=', dripId).execute();
  await takeOverApproved(db, ref);
}
