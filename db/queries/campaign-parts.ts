import { sql } from 'kysely';

/**
 * The ids of everything under the campaign `c` that sends and counts on its own: its parts. Each kind of part is one line here;
 * figures, roll-ups and the number of parts go by it.
 */
export const partsOf = sql<{ id: string }>`
  select b.id from broadcasts b where b.tenant_id = c.tenant_id and b.campaign_id = c.id
  union all select d.id from drips d where d.tenant_id = c.tenant_id and d.campaign_id = c.id
  union all select n.id from nurtures n where n.tenant_id = c.tenant_id and n.campaign_id = c.id`;
