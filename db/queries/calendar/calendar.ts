import { sql } from 'kysely';
import type { EntryKind } from '../../../domain/calendar/calendar.ts';
import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { TenantDb } from '../../connection.ts';

/** Which part of the calendar is wanted: everything that lies between the two moments, narrowed by what the campaigns are. */
export interface CalendarFilter {
  from: string;
  to: string;
  limit: number;
  campaignId?: string;
  status?: CampaignStatus[];
  campaignTypeId?: string;
  ownerId?: string;
  tag?: string;
  kind?: EntryKind[];
}

/** A campaign on the calendar, with what every entry tells of it. */
export interface CalendarCampaign {
  campaignId: string;
  campaignName: string;
  campaignTypeName: string;
  campaignStatus: CampaignStatus;
  campaignStartAt: Date | null;
  campaignEndAt: Date | null;
  ownerId: string | null;
  tags: string[];
  version: number;
}

/** A campaign with the time that it takes: as planned, or as it happened if nothing was planned. */
export interface CampaignSpan extends CalendarCampaign {
  startAt: Date;
  endAt: Date | null;
  /** It runs and no end is planned. */
  goesOn: boolean;
}

/** Campaigns whose time touches the range, by their start. */
export function listCampaignSpans(db: TenantDb, filter: CalendarFilter): Promise<CampaignSpan[]> {
  const start = sql<Date>`coalesce(c.start_at, c.started_at)`;
  const end = sql<Date | null>`coalesce(c.end_at, c.completed_at, case c.status when 'cancelled' then c.status_changed_at end)`;
  const goesOn = sql<boolean>`(c.end_at is null and c.status in ('running', 'paused'))`;
  return narrowed(db, filter)
    .select([start.as('startAt'), end.as('endAt'), goesOn.as('goesOn')])
    .where(start, '<', sql<Date>`${filter.to}::text::timestamptz`)
    .where(sql<boolean>`(${goesOn} or greatest(${end}, ${start}) >= ${filter.from}::text::timestamptz)`)
    .orderBy('startAt')
    .orderBy('c.id')
    .limit(filter.limit)
    .execute() as Promise<CampaignSpan[]>;
}

/** A broadcast and the moment at which it went or is to go. */
export interface BroadcastSpan extends CalendarCampaign {
  id: string;
  name: string;
  startAt: Date;
  /** How many people are in its audience, once that is fixed. */
  people: number | null;
}

/** Broadcasts that go or went within the range; those of a cancelled campaign that never went are left out. */
export function listBroadcastSpans(db: TenantDb, filter: CalendarFilter): Promise<BroadcastSpan[]> {
  const at = sql<Date>`coalesce(b.started_at, c.start_at)`;
  return narrowed(db, filter)
    .innerJoin('broadcasts as b', (join) =>
      join.onRef('b.tenantId', '=', 'c.tenantId').onRef('b.campaignId', '=', 'c.id'),
    )
    .select(['b.id', 'b.name', at.as('startAt')])
    .select(
      sql<number | null>`(select value from source_counters sc
        where sc.tenant_id = b.tenant_id and sc.source_id = b.id and sc.name = 'frozen')`.as('people'),
    )
    .where(at, '>=', sql<Date>`${filter.from}::text::timestamptz`)
    .where(at, '<', sql<Date>`${filter.to}::text::timestamptz`)
    .where((eb) => eb.or([eb('b.startedAt', 'is not', null), eb('c.status', '<>', 'cancelled')]))
    .orderBy('startAt')
    .orderBy('b.id')
    .limit(filter.limit)
    .execute() as Promise<BroadcastSpan[]>;
}

/** People who stand at a step of a drip and go on on a day. */
export interface DripStepSpan extends CalendarCampaign {
  dripId: string;
  dripName: string;
  version: number;
  step: string;
  waitsFor: string;
  goesTo: string | null;
  /** When the first of them is due, and the last. */
  startAt: Date;
  lastAt: Date;
  people: number;
}

/** Those who go on within the range, by where they stand and by day on the clock of `timeZone`. */
export function listDripStepSpans(
  db: TenantDb,
  filter: CalendarFilter & { timeZone: string },
): Promise<DripStepSpan[]> {
  return narrowed(db, filter)
    .innerJoin('drips as d', (join) => join.onRef('d.tenantId', '=', 'c.tenantId').onRef('d.campaignId', '=', 'c.id'))
    .innerJoin('dripPositions as p', (join) =>
      join.onRef('p.tenantId', '=', 'd.tenantId').onRef('p.dripId', '=', 'd.id'),
    )
    .select(['d.id as dripId', 'd.name as dripName', sql<string>`p.step`.as('step')])
    .select(['p.version', 'p.waitsFor', 'p.goesTo'])
    .select(({ fn }) => [
      fn.min<Date>('p.dueAt').as('startAt'),
      fn.max<Date>('p.dueAt').as('lastAt'),
      fn.countAll<number>().as('people'),
    ])
    .where('d.status', '=', 'running')
    .where('p.endedAt', 'is', null)
    .where('p.step', 'is not', null)
    .where('p.dueAt', '>=', sql<Date>`${filter.from}::text::timestamptz`)
    .where('p.dueAt', '<', sql<Date>`${filter.to}::text::timestamptz`)
    .groupBy(['c.tenantId', 'c.id', 't.name', 'd.id', 'd.name', 'p.version', 'p.step', 'p.waitsFor', 'p.goesTo'])
    .groupBy(sql`(p.due_at at time zone ${filter.timeZone})::date`)
    .orderBy('startAt')
    .limit(filter.limit)
    .execute() as Promise<DripStepSpan[]>;
}

/** A cast that was, with how many it gave something. */
export interface CastSpan extends CalendarCampaign {
  nurtureId: string;
  nurtureName: string;
  startAt: Date;
  people: number;
}

/** Past casts made within the range. */
export function listCastSpans(db: TenantDb, filter: CalendarFilter): Promise<CastSpan[]> {
  return withNurtures(db, filter)
    .innerJoin('nurtureCasts as k', (join) =>
      join.onRef('k.tenantId', '=', 'n.tenantId').onRef('k.nurtureId', '=', 'n.id'),
    )
    .select(['k.at as startAt', 'k.enqueued as people'])
    .where('k.at', '>=', sql<Date>`${filter.from}::text::timestamptz`)
    .where('k.at', '<', sql<Date>`${filter.to}::text::timestamptz`)
    .orderBy('k.at')
    .limit(filter.limit)
    .execute() as Promise<CastSpan[]>;
}

/** A nurture programme whose casts are still to come. */
export interface CastingNurture extends CalendarCampaign {
  nurtureId: string;
  nurtureName: string;
  definition: NurtureDefinition;
  /** From when on it casts: the start of a campaign that has not begun. */
  castsFrom: Date | null;
  /** Its own end date. */
  castsUntil: Date | null;
}

/** Programmes that cast, or will once their campaign has begun. One that is paused, by itself or with its campaign, lets its casts go by. */
export async function listCasting(db: TenantDb, filter: CalendarFilter): Promise<CastingNurture[]> {
  const rows = await withNurtures(db, filter)
    .innerJoin('nurtureVersions as v', (join) =>
      join
        .onRef('v.tenantId', '=', 'n.tenantId')
        .onRef('v.nurtureId', '=', 'n.id')
        .onRef('v.number', '=', 'n.currentVersion'),
    )
    .select([
      'v.definition',
      'n.endAt as castsUntil',
      sql<Date | null>`case when n.status = 'draft' then c.start_at end`.as('castsFrom'),
    ])
    .where(
      sql<boolean>`(n.status = 'running' and c.status = 'running' or n.status = 'draft' and c.start_at is not null
        and c.status in ('draft', 'in_review', 'approved', 'scheduled'))`,
    )
    .orderBy('n.id')
    .limit(filter.limit)
    .execute();
  return rows.map((row) => ({ ...row, definition: NurtureDefinition.parse(row.definition) }) as CastingNurture);
}

function withNurtures(db: TenantDb, filter: CalendarFilter) {
  return narrowed(db, filter)
    .innerJoin('nurtures as n', (join) =>
      join.onRef('n.tenantId', '=', 'c.tenantId').onRef('n.campaignId', '=', 'c.id'),
    )
    .select(['n.id as nurtureId', 'n.name as nurtureName']);
}

function narrowed(db: TenantDb, filter: CalendarFilter) {
  return db
    .selectFrom('campaigns as c')
    .innerJoin('campaignTypes as t', (join) =>
      join.onRef('t.tenantId', '=', 'c.tenantId').onRef('t.id', '=', 'c.campaignTypeId'),
    )
    .select(['c.id as campaignId', 'c.name as campaignName', 'c.status as campaignStatus', 'c.ownerId'])
    .select(['c.startAt as campaignStartAt', 'c.endAt as campaignEndAt'])
    .select(['c.tags', 'c.version', 't.name as campaignTypeName'])
    .$if(filter.campaignId !== undefined, (query) => query.where('c.id', '=', filter.campaignId ?? ''))
    .$if(filter.status !== undefined, (query) => query.where('c.status', 'in', filter.status ?? []))
    .$if(filter.campaignTypeId !== undefined, (query) =>
      query.where('c.campaignTypeId', '=', filter.campaignTypeId ?? ''),
    )
    .$if(filter.ownerId !== undefined, (query) => query.where('c.ownerId', '=', filter.ownerId ?? ''))
    .$if(filter.tag !== undefined, (query) => query.where(sql<boolean>`${filter.tag ?? ''} = any(c.tags)`));
}
