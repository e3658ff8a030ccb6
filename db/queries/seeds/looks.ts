import { sql } from 'kysely';
import type { Placement } from '../../../domain/seeds/placement-words.ts';
import type { TenantDb } from '../../connection.ts';

/** Copies that are looked for at a time in one mailbox. */
const mostSought = 20;
/** Servers know the day alone that a mail came on, each by a clock of its own. */
const marginMs = 24 * 3600_000;

/** Copies that a mailbox may hold, and since when (ISO 8601) the first of them was on its way. */
export interface SoughtCopies {
  ids: string[];
  sinceIso: string;
}

/**
 * Copies that a mailbox may hold and that nobody has found yet, those that were not looked for longest first: at every look until they are
 * found or missing, and for a day, every half hour, those that are missing. What somebody said of one by hand stands. Null: there are none.
 */
export async function listSoughtCopies(
  db: TenantDb,
  { mailboxId, nowIso }: { mailboxId: string; nowIso: string },
): Promise<SoughtCopies | null> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select c.id, least(c.created_at, c.sent_at) as at
    from seeds s join seed_sends c on c.tenant_id = s.tenant_id and c.seed_id = s.id
    where s.tenant_id = current_tenant() and s.mailbox_id = ${mailboxId} and c.status in ('sent', 'uncertain')
      and coalesce(c.sent_at, c.created_at) > ${nowIso}::timestamptz - interval '1 day'
      and (c.placement is null or c.placement = 'missing' and c.placed_by = 'mailbox'
        and c.looked_at < ${nowIso}::timestamptz - interval '30 minutes')
    order by c.looked_at nulls first, c.id desc limit ${mostSought}`.execute(db);
  if (rows.length === 0) return null;
  const since = new Date(Math.min(...rows.map(({ at }) => at.getTime())) - marginMs);
  return { ids: rows.map(({ id }) => id), sinceIso: since.toISOString() };
}

/** What a look into a mailbox for some copies found. */
export interface SeedLook {
  sought: readonly string[];
  found: readonly { id: string; placement: Placement; folder: string }[];
  /** Every folder that may hold one was read. */
  isWhole: boolean;
  nowIso: string;
}

/**
 * Records where copies were found; a copy that may not have gone out did, if it was found. A copy that is in none of the folders an hour
 * after it was sent is missing. Marks that somebody made by hand meanwhile are kept.
 */
export async function placeCopies(db: TenantDb, { sought, found, isWhole, nowIso }: SeedLook): Promise<void> {
  await sql`
    update seed_sends c set placement = f.placement, folder = f.folder, placed_by = 'mailbox', placed_by_name = null,
      placed_at = ${nowIso}::timestamptz, looked_at = ${nowIso}::timestamptz, status = 'sent',
      sent_at = coalesce(c.sent_at, ${nowIso}::timestamptz)
    from unnest(${sql.val(found.map(({ id }) => id))}::uuid[], ${sql.val(found.map(({ placement }) => placement))}::text[],
      ${sql.val(found.map(({ folder }) => folder))}::text[]) as f (id, placement, folder)
    where c.tenant_id = current_tenant() and c.id = f.id and c.status in ('sent', 'uncertain') and c.placed_by is distinct from 'person'`.execute(
    db,
  );
  const unfound = sought.filter((id) => !found.some((one) => one.id === id));
  const isLate = sql`${isWhole} and c.placement is null and c.status = 'sent' and c.sent_at <= ${nowIso}::timestamptz - interval '1 hour'`;
  await sql`
    update seed_sends c set looked_at = ${nowIso}::timestamptz,
      placement = case when ${isLate} then 'missing' else c.placement end,
      placed_by = case when ${isLate} then 'mailbox' else c.placed_by end,
      placed_at = case when ${isLate} then ${nowIso}::timestamptz else c.placed_at end
    where c.tenant_id = current_tenant() and c.id = any(${sql.val(unfound)}::uuid[]) and c.status in ('sent', 'uncertain')
      and c.placed_by is distinct from 'person'`.execute(db);
}
