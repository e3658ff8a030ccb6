import { sql, type RawBuilder } from 'kysely';
import type { IntakeSource } from '../../../domain/intakes/intake.ts';
import type { TenantDb } from '../../connection.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople, planForMany } from '../segments/sql.ts';

/** The people of a source, as SQL of one column `person_id`: of a segment who is in it at `nowIso`. */
async function peopleFrom(db: TenantDb, source: IntakeSource, nowIso: string): Promise<RawBuilder<unknown>> {
  switch (source.kind) {
    case 'list':
      return sql`select person_id from list_people where tenant_id = current_tenant() and list_id = ${source.listId}::uuid`;
    case 'campaign': {
      const { campaignId, hasResponded = null } = source;
      return sql`
        select person_id from campaign_members
        where tenant_id = current_tenant() and campaign_id = ${campaignId}::uuid
          and has_responded = coalesce(${hasResponded}::boolean, has_responded)`;
    }
    case 'segment': {
      const rule = { kind: 'segment', is: true, segmentId: source.segmentId } as const;
      const context = await loadRuleContext(db, { rules: [rule], nowIso });
      await planForMany(db);
      return matchingPeople(rule, context);
    }
  }
}

/** The people of a source, at most `limit` of them, without erased ones. */
export async function listPeopleFrom(
  db: TenantDb,
  { source, nowIso, limit }: { source: IntakeSource; nowIso: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select p.id as person_id from (${await peopleFrom(db, source, nowIso)}) wanted
    join people p on p.tenant_id = current_tenant() and p.id = wanted.person_id and p.erased_at is null
    limit ${limit}`.execute(db);
  return rows.map(({ personId }) => personId);
}

/** Writes down whom an intake is to take, as its source is at `nowIso`; returns how many they are. */
export async function insertIntakePeople(
  db: TenantDb,
  { intakeId, source, nowIso }: { intakeId: string; source: IntakeSource; nowIso: string },
): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    with fixed as (
      insert into intake_people (intake_id, person_id)
      select ${intakeId}::uuid, p.id from (${await peopleFrom(db, source, nowIso)}) wanted
      join people p on p.tenant_id = current_tenant() and p.id = wanted.person_id and p.erased_at is null
      returning 1)
    select count(*) as people from fixed`.execute(db);
  return rows[0]?.people ?? 0;
}

/**
 * Takes the next people of an intake off its list, in the caller's transaction: they are in once it is committed, or still to come. In
 * the order in which `lockJourneys` holds them, and before the people themselves, as there.
 */
export async function takeIntakePeople(db: TenantDb, intakeId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    delete from intake_people where tenant_id = current_tenant() and intake_id = ${intakeId}::uuid and person_id = any(array(
      select person_id from intake_people where tenant_id = current_tenant() and intake_id = ${intakeId}::uuid
      order by person_id limit ${limit} for update))
    returning person_id`.execute(db);
  return rows.map(({ personId }) => personId);
}

/** Forgets whom an intake that is over was still to take. */
export async function deleteIntakePeople(db: TenantDb, intakeId: string): Promise<void> {
  await db.deleteFrom('intakePeople').where('intakeId', '=', intakeId).execute();
}
