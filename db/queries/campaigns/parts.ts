import { sql } from 'kysely';

/**
 * The ids of everything under the campaign `c` that sends and counts on its own: its parts. Each kind of part is one line here;
 * the number of parts goes by it.
 */
export const partsOf = sql<{ id: string }>`
  select b.id from broadcasts b where b.tenant_id = c.tenant_id and b.campaign_id = c.id
  union all select d.id from drips d where d.tenant_id = c.tenant_id and d.campaign_id = c.id
  union all select n.id from nurtures n where n.tenant_id = c.tenant_id and n.campaign_id = c.id`;

/**
 * The ids that live counters of the campaign `c` hang on: the campaign itself, its parts, and what sends within a part (a drip's
 * steps, a nurture programme's items). Figures and roll-ups go by it.
 */
export const countedOf = sql<{ id: string }>`
  select c.id union all ${partsOf}
  union all select s.id from drips d join drip_steps s on s.tenant_id = d.tenant_id and s.drip_id = d.id
    where d.tenant_id = c.tenant_id and d.campaign_id = c.id
  union all select i.id from nurtures n join nurture_items i on i.tenant_id = n.tenant_id and i.nurture_id = n.id
    where n.tenant_id = c.tenant_id and n.campaign_id = c.id`;
