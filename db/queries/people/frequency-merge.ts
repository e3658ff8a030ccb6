import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { countBeforeAndAfter } from '../consent/mail-frequency.ts';
import type { MergedPeople } from './journey-merge.ts';

/**
 * What is counted of mail to the other record, and is still to be counted, is of the kept one, once the messages are. `wanted`: how often either
 * wanted mail. What went to one of them was counted as far back as that asks for: where they differ, all of it is counted anew.
 */
export async function mergeFrequency(
  db: TenantDb,
  { keepId, mergeId }: MergedPeople,
  wanted: readonly (string | null)[],
): Promise<void> {
  // This count includes the messages of the other record.
  if (new Set(wanted).size > 1) await countBeforeAndAfter(db, { personId: keepId });
  else await addCounts(db, { keepId, mergeId });
  await sql`delete from person_frequency where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(db);
  await sql`update frequency_work set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
}

async function addCounts(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    insert into person_frequency as k (person_id, recent)
    select ${keepId}::uuid, recent from person_frequency where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, person_id) do update set recent = array(select unnest(k.recent || excluded.recent) order by 1)`.execute(
    db,
  );
}
