import { sql } from 'kysely';
import type { KeyRing } from '../../../domain/key-ring.ts';
import type { TenantDb } from '../../connection.ts';
import { openSecrets } from '../../sealing.ts';
import { answerPurpose } from '../idempotency.ts';

/** Answers in one read: most are small. */
const answersAtOnce = 500;

/** By what an answer names somebody: the ids of their records, their address, and what another system calls them. Asked before they are erased. */
export async function listNamesOf(db: TenantDb, personId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; emailKey: string | null; externalId: string | null }>`
    select id, email_key, external_id from people
    where tenant_id = current_tenant() and (id = ${personId} or merged_into = ${personId})`.execute(db);
  return rows.flatMap(({ id, emailKey, externalId }) => [
    id,
    ...(emailKey === null ? [] : [emailKey]),
    // Whole, as a string of JSON: it may be as short as a number.
    ...(externalId === null ? [] : [JSON.stringify(externalId).toLowerCase()]),
  ]);
}

/**
 * Takes away what was answered under an Idempotency-Key, to be answered again for a day, where it names somebody by one of `names`: the same
 * request again hears that it was done, and is not done again. What was sealed with a key that has left the ring nobody reads.
 */
export async function clearStoredAnswers(db: TenantDb, names: readonly string[], ring: KeyRing): Promise<void> {
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('idempotencyKeys')
      .select(['key', 'bodySealed as sealed'])
      .where('key', '>', after)
      .where('bodySealed', 'is not', null)
      .orderBy('key')
      .limit(answersAtOnce)
      .execute();
    const told = rows.filter(({ sealed }) => {
      const [body = ''] = openSecrets(ring, answerPurpose, [sealed ?? '']);
      const said = body.toLowerCase();
      return names.some((name) => said.includes(name));
    });
    if (told.length > 0)
      await db
        .updateTable('idempotencyKeys')
        .set({ bodySealed: '' })
        .where(
          'key',
          'in',
          told.map(({ key }) => key),
        )
        .execute();
    const last = rows.at(-1);
    if (!last || rows.length < answersAtOnce) return;
    after = last.key;
  }
}
