import { sql } from 'kysely';
import { chosen, type FrequencyChoice, type MailFrequency } from '../../domain/preferences/frequency.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import type { TenantDb } from '../connection.ts';
import { insertAudit } from './audit.ts';

/** Keeps how often somebody wants mail; false where it is that already, or there is no such person. */
export async function chooseFrequency(
  db: TenantDb,
  actor: Actor,
  { personId, choice }: { personId: string; choice: FrequencyChoice },
): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select(['mailFrequency', 'mailPausedUntil', sql<Date>`now()`.as('now')])
    .where('id', '=', personId)
    .where('erasedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return false;
  const before: MailFrequency = {
    frequency: row.mailFrequency as MailFrequency['frequency'],
    pausedUntil: row.mailPausedUntil,
  };
  const after = chosen(choice, before, row.now);
  const shown = ({ frequency, pausedUntil }: MailFrequency) => ({
    mailFrequency: frequency ?? 'all',
    mailPausedUntil: pausedUntil?.toISOString() ?? null,
  });
  if (JSON.stringify(shown(before)) === JSON.stringify(shown(after))) return false;
  await db
    .updateTable('people')
    .set({
      mailFrequency: after.frequency,
      mailPausedUntil: after.pausedUntil,
      updatedAt: sql`now()`,
      version: sql`version + 1`,
    })
    .where('id', '=', personId)
    .execute();
  await insertAudit(db, actor, {
    action: 'people.frequency',
    entityKind: 'person',
    entityId: personId,
    before: shown(before),
    after: shown(after),
  });
  return true;
}
