import { sql } from 'kysely';
import { receiverOf } from '../../../domain/delivery/provider.ts';
import type { Placement } from '../../../domain/seeds/placement-words.ts';
import type { PlacedCopies, SeedSend } from '../../../domain/seeds/placement.ts';
import type { TenantDb } from '../../connection.ts';
import { hostedBy } from '../deliverability/mail-providers.ts';

interface SendRow extends Omit<SeedSend, 'provider' | 'sentAt' | 'placedAt'> {
  domain: string;
  hosted: string | null;
  sentAt: Date | null;
  placedAt: Date | null;
}

/** Copies that are listed at once. */
const mostListed = 500;

const sends = sql`
  select c.id, c.address, c.domain, p.provider as hosted, c.broadcast_id, b.name as broadcast_name, e.subject, c.status, c.reason,
    c.sent_at, c.placement, c.placed_by, c.placed_by_name, c.placed_at, c.folder
  from seed_sends c
  join broadcasts b on b.tenant_id = c.tenant_id and b.id = c.broadcast_id
  join editions e on e.tenant_id = c.tenant_id and e.id = c.edition_id
  left join mail_providers p on p.domain = c.domain
  where c.tenant_id = current_tenant()`;

const present = ({ domain, hosted, sentAt, placedAt, ...row }: SendRow): SeedSend => ({
  ...row,
  provider: receiverOf(domain, hostedBy(hosted).hosted),
  sentAt: sentAt?.toISOString() ?? null,
  placedAt: placedAt?.toISOString() ?? null,
});

/** The copies that a campaign had for the seed list, its last broadcast first and then by address. */
export async function listSeedSends(db: TenantDb, campaignId: string): Promise<SeedSend[]> {
  const { rows } = await sql<SendRow>`
    ${sends} and c.campaign_id = ${campaignId} order by b.position desc, b.id, e.id, c.address limit ${mostListed}`.execute(
    db,
  );
  return rows.map(present);
}

/** One copy of a campaign; undefined if it has none with this id. */
export async function findSeedSendOf(
  db: TenantDb,
  { id, campaignId }: { id: string; campaignId: string },
): Promise<SeedSend | undefined> {
  const { rows } = await sql<SendRow>`${sends} and c.campaign_id = ${campaignId} and c.id = ${id}`.execute(db);
  return rows[0] && present(rows[0]);
}

/** Keeps where somebody says that a copy landed (null: they take it back); false where it did not go out. */
export async function markPlacement(
  db: TenantDb,
  { id, placement, by }: { id: string; placement: Placement | null; by: string },
): Promise<boolean> {
  const row = await db
    .updateTable('seedSends')
    .set({
      placement,
      placedBy: placement === null ? null : 'person',
      placedByName: placement === null ? null : by,
      placedAt: placement === null ? null : sql<Date>`now()`,
      folder: null,
    })
    .where('id', '=', id)
    .where('status', 'in', ['sent', 'uncertain'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Where copies that were sent since a time landed, by domain. A copy that may not have gone out counts once it is known where it landed. */
export async function countPlacements(db: TenantDb, since: Date): Promise<PlacedCopies[]> {
  const { rows } = await sql<Omit<PlacedCopies, 'hosted'> & { provider: string | null }>`
    select c.*, p.provider
    from (
      select domain, placement, count(*)::int as copies from seed_sends
      where tenant_id = current_tenant() and coalesce(sent_at, created_at) >= ${since}
        and (status = 'sent' or status = 'uncertain' and placement is not null)
      group by 1, 2) c
    left join mail_providers p on p.domain = c.domain
    order by 1, 2`.execute(db);
  return rows.map(({ provider, ...row }) => ({ ...row, ...hostedBy(provider) }));
}

/** Throws away what was sent to seeds before a time, with what never went. */
export async function deleteSeedSendsBefore(db: TenantDb, before: Date): Promise<void> {
  await db.deleteFrom('seedSends').where('createdAt', '<', before).where('status', '!=', 'queued').execute();
}
