import { sql, type RawBuilder, type Selectable } from 'kysely';
import { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { NurtureStatus } from '../../../domain/nurtures/nurture.ts';
import type { AtEnd } from '../../../domain/parts/end.ts';
import type { TenantDb } from '../../connection.ts';
import type { Nurtures } from '../../schema.ts';
import { listDefinitionRules } from '../broadcasts/audience-segments.ts';
import { pinSurroundings } from '../content/block-context.ts';
import { workflowRunOf } from '../workflow-runs.ts';
import { definitionJson, writeNurtureDefinition } from './versions.ts';

/** A nurture programme's row with the rules of its current version, how many people are in it and when it last cast. */
export interface NurtureRow extends Omit<Selectable<Nurtures>, 'status' | 'atEnd'> {
  status: NurtureStatus;
  atEnd: AtEnd;
  definition: NurtureDefinition;
  /** The version that waits for approval. */
  pendingVersion: number | null;
  members: { normal?: number; paused?: number };
  lastCastAt: Date | null;
  /** When its campaign is to start. */
  campaignStartAt: Date | null;
  /** The run of its workflow; null where none is known. */
  runId: string | null;
}

/** Whether somebody counts as a member: not if they left on their own, but those whom the end of the programme made leave stay on its list. */
export function staysOnList(member: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${member}.left_reason is null or ${member}.left_reason in ('stopped', 'ended'))`;
}

function nurtures(db: TenantDb) {
  return db
    .selectFrom('nurtures as n')
    .innerJoin('nurtureVersions as v', (join) =>
      join
        .onRef('v.tenantId', '=', 'n.tenantId')
        .onRef('v.nurtureId', '=', 'n.id')
        .onRef('v.number', '=', 'n.currentVersion'),
    )
    .selectAll('n')
    .select('v.definition')
    .select(
      sql<NurtureRow['members']>`coalesce((select jsonb_object_agg(cadence, people) from (
        select m.cadence, count(*) as people from nurture_members m
        where m.tenant_id = n.tenant_id and m.nurture_id = n.id and ${staysOnList(sql`m`)} group by m.cadence) counted), '{}')`.as(
        'members',
      ),
    )
    .select(
      sql<number | null>`(select w.number from nurture_versions w
        where w.tenant_id = n.tenant_id and w.nurture_id = n.id and w.state = 'in_review')`.as('pendingVersion'),
    )
    .select(
      sql<Date | null>`(select max(at) from nurture_casts c where c.tenant_id = n.tenant_id and c.nurture_id = n.id)`.as(
        'lastCastAt',
      ),
    )
    .select(
      sql<Date | null>`(select start_at from campaigns c where c.tenant_id = n.tenant_id and c.id = n.campaign_id)`.as(
        'campaignStartAt',
      ),
    )
    .select(workflowRunOf('nurture', 'n').as('runId'));
}

/** The nurture programmes of a campaign in their order. */
export async function listNurtures(db: TenantDb, campaignId: string): Promise<NurtureRow[]> {
  const rows = await nurtures(db)
    .where('n.campaignId', '=', campaignId)
    .orderBy('n.position')
    .orderBy('n.id')
    .execute();
  return rows.map(parsed);
}

/** One nurture programme, or undefined. */
export async function findNurture(db: TenantDb, id: string): Promise<NurtureRow | undefined> {
  const row = await nurtures(db).where('n.id', '=', id).executeTakeFirst();
  return row && parsed(row);
}

type RawRow = Omit<NurtureRow, 'status' | 'definition' | 'atEnd'> & {
  status: string;
  atEnd: string;
  definition: unknown;
};

function parsed(row: RawRow): NurtureRow {
  return {
    ...row,
    status: row.status as NurtureStatus,
    atEnd: row.atEnd as AtEnd,
    definition: NurtureDefinition.parse(row.definition),
  };
}

/** Writes a nurture programme with its first version; the id is given so that a repeated request does not make a second one. */
export async function insertNurture(
  db: TenantDb,
  values: {
    id: string;
    campaignId: string;
    name: string;
    definition: NurtureDefinition;
    author: { id: string; name: string };
  },
): Promise<void> {
  const { campaignId, definition, author, ...rest } = values;
  await db
    .insertInto('nurtures')
    .values((eb) => ({
      ...rest,
      campaignId,
      position: eb
        .selectFrom('nurtures')
        .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
        .where('campaignId', '=', campaignId),
    }))
    .execute();
  const first = { nurtureId: rest.id, definition: definitionJson(definition) };
  await db
    .insertInto('nurtureVersions')
    .values({ ...first, number: 1, createdBy: author.id, createdByName: author.name })
    .execute();
}

/**
 * Changes one that has not begun, at a known version; false where somebody else was faster or it has begun. Items and members of a
 * stream that is no more go to the first one.
 */
export async function updateNurture(
  db: TenantDb,
  input: {
    id: string;
    version: number;
    name?: string;
    definition?: NurtureDefinition;
    endAt?: string | null;
    atEnd?: AtEnd;
  },
): Promise<boolean> {
  const { id, version, name, definition, endAt, atEnd } = input;
  const row = await db
    .updateTable('nurtures')
    .set((eb) => ({
      ...(name === undefined ? {} : { name }),
      ...(endAt === undefined ? {} : { endAt, unheardAt: sql<Date>`now()` }),
      ...(atEnd === undefined ? {} : { atEnd }),
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('status', 'in', definition ? ['draft'] : ['draft', 'running', 'paused'])
    .returning('currentVersion')
    .executeTakeFirst();
  if (!row) return false;
  if (definition) {
    await writeNurtureDefinition(db, { nurtureId: id, number: row.currentVersion }, definition);
    await moveToFirst(db, id, definition);
  }
  return true;
}

async function moveToFirst(db: TenantDb, id: string, { streams }: NurtureDefinition): Promise<void> {
  const keys = sql.val(streams.map(({ key }) => key));
  const first = streams[0]?.key ?? '';
  await sql`
    update nurture_members set stream = ${first}
    where tenant_id = current_tenant() and nurture_id = ${id} and stream <> all(${keys}::text[])`.execute(db);
  await sql`
    with gone as (
      delete from nurture_places where tenant_id = current_tenant() and nurture_id = ${id} and stream <> all(${keys}::text[])
      returning item_id, position)
    insert into nurture_places (nurture_id, stream, item_id, position)
    select ${id}::uuid, ${first}, item_id, 100000 + min(position) from gone group by item_id
    on conflict (tenant_id, nurture_id, stream, item_id) do nothing`.execute(db);
}

/** Removes a programme that has not begun; false if it has. */
export async function deleteNurture(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('nurtures')
    .select('id')
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .forUpdate()
    .executeTakeFirst();
  if (!row) return false;
  await db
    .deleteFrom('variants')
    .where('sourceId', 'in', ({ selectFrom }) => selectFrom('nurtureItems').select('id').where('nurtureId', '=', id))
    .execute();
  await db.deleteFrom('nurtures').where('id', '=', id).execute();
  return true;
}

/** How many a campaign has, whatever became of them. */
export async function countNurtures(db: TenantDb, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('nurtures')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('campaignId', '=', campaignId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * What an approval pins of a campaign's nurture programmes: their rules, the segments that those ask about, and the items that are approved with the campaign, with the
 * sender as mail will show it. Order, dates and holds are the running of it and are not pinned; items that came later were approved by
 * themselves.
 */
export async function listPinnedNurtures(db: TenantDb, campaignId: string): Promise<unknown[]> {
  const { rows } = await sql<{ pinned: { items: { message: { blocks: unknown } }[] | null } }>`
    select jsonb_build_object('nurture', n.id, 'definition', r.definition, 'items', (
      select jsonb_agg(jsonb_build_object('item', i.id, 'message', to_jsonb(v) - '{id,version,created_at,updated_at}'::text[] - case when v.look is null then 'look' else '' end,
        'sender', jsonb_build_array(s.name, s.address, s.reply_to), 'campaign', c.name) order by i.id)
      from nurture_items i
      join variants v on v.tenant_id = i.tenant_id and v.source_id = i.id
      left join senders s on s.tenant_id = v.tenant_id and s.id = v.sender_id
      where i.tenant_id = n.tenant_id and i.nurture_id = n.id and i.decided_at is null and i.state <> 'in_review')) as pinned
    from nurtures n join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    join nurture_versions r on r.tenant_id = n.tenant_id and r.nurture_id = n.id and r.number = n.current_version
    where n.tenant_id = current_tenant() and n.campaign_id = ${campaignId}
    order by n.position, n.id`.execute(db);
  const pinned = rows.map((row) => row.pinned);
  const segmentRules = await listDefinitionRules(db, pinned);
  const surroundings = await pinSurroundings(
    db,
    rows.flatMap((row) => (row.pinned.items ?? []).map(({ message }) => message)),
  );
  return [...pinned, ...(segmentRules ? [{ segmentRules }] : []), ...(surroundings ? [{ surroundings }] : [])];
}
