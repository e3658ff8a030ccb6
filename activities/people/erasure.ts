import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { clearStoredAnswers, listNamesOf } from '../../db/queries/people/erasure-answers.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { ErasureRef } from '../../workflows/people/erase-person.ts';
import type { ActivityDeps } from '../deps.ts';

/** The activities of an erasure. */
export function createErasureActivities(
  deps: Pick<ActivityDeps, 'database'> & { mailer: Pick<ActivityDeps['mailer'], 'ring'> },
) {
  return {
    /** Erases everything personal of one person in one transaction. Doing it again does nothing. */
    async erasePersonData({ tenantId, personId }: ErasureRef): Promise<void> {
      await withTenant(deps.database.db, tenantId, async (db) => {
        const names = await listNamesOf(db, personId);
        if (!(await erasePersonRows(db, personId))) return;
        await clearStoredAnswers(db, names, deps.mailer.ring);
        const actor = systemActor(tenantId, 'erasePerson');
        await insertAudit(db, actor, { action: 'person.erased', entityKind: 'person', entityId: personId });
      });
    },
  };
}

/** The activities of an erasure, as workflows see them. */
export type ErasureActivities = ReturnType<typeof createErasureActivities>;
