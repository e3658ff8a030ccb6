import { heartbeat } from '@temporalio/activity';
import { setImmediate as letOthersOn } from 'node:timers/promises';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import {
  clearAnswers,
  clearSomeAnswers,
  listNamesOf,
  readAnswersSince,
} from '../../db/queries/people/erasure-answers.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { ErasureRef } from '../../workflows/people/erase-person.ts';
import type { ActivityDeps } from '../deps.ts';

/** To wait for what somebody else holds may take longer than a heartbeat. */
const beatMs = 10_000;

/** What was looked for in all answers that were there at `since`. */
interface Cleared {
  names: readonly string[];
  since: Date;
}

/** The activities of an erasure. */
export function createErasureActivities(
  deps: Pick<ActivityDeps, 'database'> & { mailer: Pick<ActivityDeps['mailer'], 'ring'> },
) {
  const { ring } = deps.mailer;

  /**
   * Takes away the answers that name somebody before anything of theirs is held: a busy day's take seconds to open. Some at a time, so
   * that the process does other things as well.
   */
  async function clearAnswersBefore({ tenantId, personId }: ErasureRef): Promise<Cleared> {
    const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(deps.database.db, tenantId, work);
    const cleared = await inTenant(async (db) => ({
      since: await readAnswersSince(db),
      names: await listNamesOf(db, personId),
    }));
    const { names } = cleared;
    for (let after: string | null = names.length > 0 ? '' : null; after !== null;) {
      const behind: string = after;
      after = await inTenant((db) => clearSomeAnswers(db, { names, ring, after: behind, since: null }));
      await letOthersOn();
    }
    return cleared;
  }

  return {
    /** Erases everything personal of one person, all but answers in one transaction. Doing it again does nothing. */
    async erasePersonData(ref: ErasureRef): Promise<void> {
      const { tenantId, personId } = ref;
      const beat = setInterval(() => heartbeat(), beatMs);
      try {
        const cleared = await clearAnswersBefore(ref);
        await withTenant(deps.database.db, tenantId, async (db) => {
          const names = await listNamesOf(db, personId);
          if (!(await erasePersonRows(db, personId))) return;
          // Answers that were stored in the meantime; all answers again if the person's names have changed meanwhile.
          const since = names.every((name) => cleared.names.includes(name)) ? cleared.since : null;
          await clearAnswers(db, { names, ring, since });
          const actor = systemActor(tenantId, 'erasePerson');
          await insertAudit(db, actor, { action: 'person.erased', entityKind: 'person', entityId: personId });
        });
      } finally {
        clearInterval(beat);
      }
    },
  };
}

/** The activities of an erasure, as workflows see them. */
export type ErasureActivities = ReturnType<typeof createErasureActivities>;
