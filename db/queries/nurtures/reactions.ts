import { sql } from 'kysely';
import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { namedPeople } from '../drips/enrolments.ts';
import { isWayIn, type HeardEvent } from '../drips/reactions.ts';
import { addNurtureMembers } from './members.ts';

/**
 * Applies events to nurture programmes in the caller's transaction: what one waits for lets its people in. What machines did lets nobody
 * in. Nobody is woken: the next cast finds them.
 */
export async function applyToNurtures(db: TenantDb, events: readonly HeardEvent[], nowIso: string): Promise<void> {
  const people = events.filter((event) => event.personId !== null && event.verdict !== 'machine');
  if (people.length === 0) return;
  const { rows } = await sql<{ id: string; definition: NurtureDefinition }>`
    select n.id, v.definition
    from nurtures n
    join nurture_versions v on v.tenant_id = n.tenant_id and v.nurture_id = n.id and v.number = n.current_version
    where n.tenant_id = current_tenant() and n.status in ('running', 'paused')
      and v.definition -> 'entries' @> '[{"by": {"kind": "event"}}]' order by n.id`.execute(db);
  for (const { id: nurtureId, definition } of rows) {
    for (const { by, stream } of definition.entries) {
      const coming = people.filter((event) => isWayIn(by, event)).flatMap(({ personId }) => personId ?? []);
      if (coming.length === 0) continue;
      const again = definition.comeAgain;
      await addNurtureMembers(db, { nurtureId, stream, nowIso, people: namedPeople(coming), again });
    }
  }
}
