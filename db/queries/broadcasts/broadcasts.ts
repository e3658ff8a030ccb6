import { sql, type Selectable } from 'kysely';
import { Audience } from '../../../domain/broadcasts/audience.ts';
import type { BroadcastStatus } from '../../../domain/broadcasts/broadcast.ts';
import type { MessageContent } from '../../../domain/content/content.ts';
import type { TenantDb } from '../../connection.ts';
import type { Broadcasts, Variants } from '../../schema.ts';
import { listAudienceRules } from './audience-segments.ts';
import { pinSurroundings } from '../content/block-context.ts';
import { variantValues } from '../content/variants.ts';
import { workflowRunOf } from '../workflow-runs.ts';

/** A broadcast's row with its message and live counters. */
export interface BroadcastRow extends Omit<Selectable<Broadcasts>, 'audience' | 'status'> {
  status: BroadcastStatus;
  audience: Audience;
  variant: Selectable<Variants>;
  counters: Record<string, number>;
  /** The run of its workflow; null where none is known. */
  runId: string | null;
}

function broadcasts(db: TenantDb) {
  return db
    .selectFrom('broadcasts as b')
    .innerJoin('variants as v', (join) => join.onRef('v.tenantId', '=', 'b.tenantId').onRef('v.sourceId', '=', 'b.id'))
    .selectAll('b')
    .select(sql<Selectable<Variants>>`to_jsonb(v)`.as('variantRow'))
    .select(
      sql<Record<string, number>>`coalesce((select jsonb_object_agg(sc.name, sc.value) from source_counters sc
        where sc.tenant_id = b.tenant_id and sc.source_id = b.id), '{}')`.as('counters'),
    )
    .select(workflowRunOf('broadcast', 'b').as('runId'));
}

type RawBroadcast = Awaited<ReturnType<ReturnType<typeof broadcasts>['execute']>>[number];

function shaped({ variantRow, ...row }: RawBroadcast): BroadcastRow {
  const variant = Object.fromEntries(
    Object.entries(variantRow).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as unknown as Selectable<Variants>;
  return { ...row, status: row.status as BroadcastStatus, audience: Audience.parse(row.audience), variant };
}

/** The broadcasts of a campaign in their order. */
export async function listBroadcasts(db: TenantDb, campaignId: string): Promise<BroadcastRow[]> {
  const rows = await broadcasts(db)
    .where('b.campaignId', '=', campaignId)
    .orderBy('b.position')
    .orderBy('b.id')
    .execute();
  return rows.map(shaped);
}

/** One broadcast, or undefined. */
export async function findBroadcast(db: TenantDb, id: string): Promise<BroadcastRow | undefined> {
  const row = await broadcasts(db).where('b.id', '=', id).executeTakeFirst();
  return row ? shaped(row) : undefined;
}

/** What is written for a new broadcast. */
export interface BroadcastValues {
  /** Given where a repeated request must not make a second one. */
  id?: string;
  campaignId: string;
  name: string;
  audience: Audience;
  content: MessageContent;
  localStart?: string | null;
  toSeeds?: boolean | null;
}

/** Writes a broadcast with its message and returns its id. */
export async function insertBroadcast(db: TenantDb, values: BroadcastValues): Promise<string> {
  const { id } = await db
    .insertInto('broadcasts')
    .values((eb) => ({
      ...(values.id ? { id: values.id } : {}),
      campaignId: values.campaignId,
      name: values.name,
      localStart: values.localStart ?? null,
      toSeeds: values.toSeeds ?? null,
      audience: JSON.parse(JSON.stringify(values.audience)),
      position: eb
        .selectFrom('broadcasts')
        .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
        .where('campaignId', '=', values.campaignId),
    }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('variants')
    .values({ ...variantValues(values.content), sourceKind: 'broadcast', sourceId: id })
    .execute();
  return id;
}

/** Changes a broadcast at a known version; false where somebody else was faster or it has begun. */
export async function updateBroadcast(
  db: TenantDb,
  input: { id: string; version: number } & Partial<
    Pick<BroadcastValues, 'name' | 'audience' | 'localStart' | 'toSeeds'>
  > & {
      content?: Partial<MessageContent>;
    },
): Promise<boolean> {
  const row = await db
    .updateTable('broadcasts')
    .set((eb) => ({
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.audience === undefined ? {} : { audience: JSON.parse(JSON.stringify(input.audience)) }),
      ...(input.localStart === undefined ? {} : { localStart: input.localStart }),
      ...(input.toSeeds === undefined ? {} : { toSeeds: input.toSeeds }),
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .where('status', '=', 'draft')
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  if (input.content && Object.keys(input.content).length > 0) {
    await db
      .updateTable('variants')
      .set((eb) => ({
        ...variantValues(input.content ?? {}),
        version: eb('version', '+', 1),
        updatedAt: sql<Date>`now()`,
      }))
      .where('sourceId', '=', input.id)
      .execute();
  }
  return true;
}

/** Removes a broadcast that has not begun; false where it has. */
export async function deleteBroadcast(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('broadcasts')
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .returning('id')
    .executeTakeFirst();
  if (row) await db.deleteFrom('variants').where('sourceId', '=', id).execute();
  return row !== undefined;
}

/** What is written with a broadcast's new status. */
export interface BroadcastMark {
  id: string;
  from: readonly BroadcastStatus[];
  to: BroadcastStatus;
  values?: { frozenAt?: string; startedAt?: string; completedAt?: string; failure?: string | null };
}

/** Moves a broadcast between states, guarded in the statement; false where it was in none of them. */
export async function markBroadcast(db: TenantDb, mark: BroadcastMark): Promise<boolean> {
  const row = await db
    .updateTable('broadcasts')
    .set({ status: mark.to, updatedAt: sql<Date>`now()`, ...mark.values })
    .where('id', '=', mark.id)
    .where('status', 'in', [...mark.from])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * What an approval pins of a campaign: for each broadcast its audience definition and its message, with the sender as mail will
 * show it and the campaign's name, which messages and links may hold. In the order of the broadcasts; after them the rules of the
 * segments that the audiences rest on.
 */
export async function listPinnedContent(db: TenantDb, campaignId: string): Promise<unknown[]> {
  const rows = await db
    .selectFrom('broadcasts as b')
    .innerJoin('variants as v', (join) => join.onRef('v.tenantId', '=', 'b.tenantId').onRef('v.sourceId', '=', 'b.id'))
    .leftJoin('senders as s', (join) => join.onRef('s.tenantId', '=', 'v.tenantId').onRef('s.id', '=', 'v.senderId'))
    .select([
      'b.id',
      'b.audience',
      'v.label',
      'v.messageClass',
      'v.replyTo',
      'v.subject',
      'v.preheader',
      'v.format',
      'v.body',
    ])
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'b.tenantId').onRef('c.id', '=', 'b.campaignId'),
    )
    .select(['v.blocks', 'v.look', 'v.textBody', 'v.topicId', 'c.name as campaignName'])
    .select(['s.name as senderName', 's.address as senderAddress', 's.replyTo as senderReplyTo'])
    .where('b.campaignId', '=', campaignId)
    .orderBy('b.position')
    .orderBy('b.id')
    .orderBy('v.label')
    .execute();
  // Without a topic or a look it is the same content as before there were any.
  const pinned = rows.map(({ topicId, look, ...row }) => ({
    ...row,
    ...(topicId === null ? {} : { topicId }),
    ...(look === null ? {} : { look }),
  }));
  const surroundings = await pinSurroundings(db, rows);
  const segmentRules = await listAudienceRules(
    db,
    rows.map(({ audience }) => Audience.parse(audience)),
  );
  return [...pinned, ...(segmentRules ? [{ segmentRules }] : []), ...(surroundings ? [{ surroundings }] : [])];
}

/** How many broadcasts a campaign has, whatever became of them. */
export async function countBroadcasts(db: TenantDb, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('broadcasts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('campaignId', '=', campaignId)
    .executeTakeFirstOrThrow();
  return row.count;
}
