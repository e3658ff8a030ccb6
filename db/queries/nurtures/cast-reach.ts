import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { summarisePeople, type AudienceSummary } from '../broadcasts/audience.ts';
import { planCast, type Cast } from './casts.ts';

/** Who of the members a cast gives something, and who it does not and why, with some of each as examples. */
export async function summariseCast(db: TenantDb, cast: Cast): Promise<AudienceSummary> {
  return summarisePeople(
    db,
    sql`
      select person_id, 1 as lists,
        case outcome when 'gets' then null when 'unreachable' then obstacle else outcome end as obstacle
      from (${await planCast(db, cast)}) planned`,
  );
}
