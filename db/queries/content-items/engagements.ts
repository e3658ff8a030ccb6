import { sql, type RawBuilder } from 'kysely';
import type { EngagementKind } from '../../../domain/content-items/interest.ts';
import type { TenantDb } from '../../connection.ts';
import { countsSql } from '../segments/counts-sql.ts';

/** The last time that somebody did something of a kind with an item. */
export interface PersonEngagement {
  personId: string;
  itemId: string;
  kind: EngagementKind;
  at: Date;
}

/** What some people did with items: of a year, by people alone. */
export async function listEngagements(db: TenantDb, personIds: readonly string[]): Promise<PersonEngagement[]> {
  return engagements(db, sql`and e.person_id = any(${sql.val([...personIds])}::uuid[])`);
}

/** What everybody did with items, of a year. At most so many rows, the latest. */
export async function listAllEngagements(db: TenantDb, most = 500_000): Promise<PersonEngagement[]> {
  return engagements(db, sql`and e.person_id is not null`, sql`order by at desc limit ${most}`);
}

/** Where the link of an event leads, as it stands in its edition. */
const target = sql`d.links -> e.link_index::int ->> 'url'`;

/** Which place of a message the link of an event leads to, 1 to 3, where it leads to something that was put in for the person. */
export const placeSql = sql`array_position(array['first', 'second', 'third'], substring(${target} from 'content.(first|second|third).url'))`;

/**
 * A click is on an item where its link leads there, whether it stood in the message or was put in for the person; visits, forms and events of
 * one's own are on it where they happened at its address.
 */
async function engagements(db: TenantDb, among: RawBuilder<unknown>, end = sql``): Promise<PersonEngagement[]> {
  const events = (kinds: readonly string[], from: RawBuilder<unknown>, counts: RawBuilder<unknown>) => sql`
    select e.person_id, i.id as item_id, e.kind, e.occurred_at from engagement_events e ${from}
    where e.tenant_id = current_tenant() ${among} and e.kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))}) and ${counts}
      and e.occurred_at > now() - interval '1 year' and e.received_at > now() - interval '1 year'`;
  const { rows } = await sql<PersonEngagement>`
    select person_id, item_id, kind, max(occurred_at) as at from (
      ${events(
        ['click'],
        sql`join editions d on d.tenant_id = e.tenant_id and d.id = e.edition_id
          join content_items i on i.tenant_id = e.tenant_id and i.url_key = content_url_key(${target})`,
        countsSql('click'),
      )}
      union all
      ${events(
        ['click'],
        sql`join editions d on d.tenant_id = e.tenant_id and d.id = e.edition_id
          join content_showings s on s.tenant_id = e.tenant_id and s.message_id = e.message_id
            and s.place = ${placeSql}
          join content_items i on i.tenant_id = s.tenant_id and i.id = s.content_item_id`,
        countsSql('click'),
      )}
      union all
      ${events(
        ['page_view', 'form', 'custom'],
        sql`join content_items i on i.tenant_id = e.tenant_id and i.url_key = content_url_key(e.data #>> '{source,url}')`,
        countsSql('page_view'),
      )}) did
    group by person_id, item_id, kind ${end}`.execute(db);
  return rows;
}
