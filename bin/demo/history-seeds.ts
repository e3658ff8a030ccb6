import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';

/**
 * Mailboxes of one's own at three providers, and where the copies of the last broadcasts were found in them. They are switched off: nothing
 * of the example leaves the machine.
 */
export async function seedSeeds(db: TenantDb, { lookedBy }: { lookedBy: string }): Promise<void> {
  await sql`
    insert into seeds (address, is_active) values
      ('seed@gmail.example', false), ('seed@outlook.example', false), ('seed@yahoo.example', false)`.execute(db);
  await sql`
    insert into seed_sends (batch_id, seed_id, campaign_id, broadcast_id, edition_id, address, status, attempts, sent_at, placement,
      placed_by, placed_by_name, placed_at, created_at)
    select uuidv7(), s.id, sent.campaign_id, sent.id, sent.edition_id, s.address, 'sent', 1, sent.at,
      case when s.address like '%outlook%' and sent.place = 1 then 'spam' when s.address like '%gmail%' and sent.place = 2 then 'other' else 'inbox' end,
      'person', ${lookedBy}, sent.at + interval '40 minutes', sent.at
    from (
      select b.id, b.campaign_id, m.edition_id, min(m.sent_at) as at, row_number() over (order by min(m.sent_at) desc) as place
      from broadcasts b join messages m on m.tenant_id = b.tenant_id and m.source_id = b.id and m.status = 'sent'
      where b.tenant_id = current_tenant() group by b.id, b.campaign_id, m.edition_id
      order by at desc limit 3) sent
    cross join seeds s where s.tenant_id = current_tenant()`.execute(db);
}
