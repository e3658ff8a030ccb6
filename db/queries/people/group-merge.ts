import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { MergedPeople } from './journey-merge.ts';

/** The lists, watched segments and intakes of the other record are the kept one's, and so is what was shown to it. */
export async function mergeGroups(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    insert into list_people (list_id, person_id, added_at)
    select list_id, ${keepId}::uuid, added_at from list_people where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, list_id, person_id) do update set added_at = least(list_people.added_at, excluded.added_at)`.execute(
    db,
  );
  // Who was in a watched segment by either record has not come into it. Whether they still are in it is seen at its next refresh.
  await sql`
    insert into segment_people (segment_id, person_id, entered_at)
    select segment_id, ${keepId}::uuid, entered_at from segment_people where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, segment_id, person_id) do update set entered_at = least(segment_people.entered_at, excluded.entered_at)`.execute(
    db,
  );
  await sql`delete from segment_people where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(db);
  await sql`update segment_changes set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`delete from list_people where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(db);
  await sql`update content_showings set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`
    insert into intake_people (intake_id, person_id)
    select intake_id, ${keepId}::uuid from intake_people where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, intake_id, person_id) do nothing`.execute(db);
}
