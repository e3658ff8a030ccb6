import { sql } from 'kysely';
import { DomainError } from '../../../domain/errors.ts';
import { parseEmail } from '../../../domain/people/email.ts';
import type { PersonInput } from '../../../domain/people/person.ts';
import type { TenantDb } from '../../connection.ts';
import { markPersonAttributes } from './attributes.ts';
import { findPersonByFormerId } from './people.ts';

/** Makes a person. An e-mail address or external id that somebody has is a conflict. Returns the id. */
export async function insertPerson(db: TenantDb, input: PersonInput & { id?: string }): Promise<string> {
  const { attributes, ...fields } = input;
  const { id } = await refuseUnusable(() =>
    db
      .insertInto('people')
      .values({ ...fields, ...emailColumns(input.email) })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  await markPersonAttributes(db, id, attributes);
  return id;
}

/**
 * Changes a person; false where there is none of this id and version (null: whichever version it has). A lead who is made a contact
 * is converted by it.
 */
export async function markPerson(
  db: TenantDb,
  input: { id: string; version: number | null; changes: PersonInput },
): Promise<boolean> {
  const { attributes, ...fields } = input.changes;
  const result = await refuseUnusable(() =>
    db
      .updateTable('people')
      .set({
        ...fields,
        ...emailColumns(fields.email),
        ...(fields.email === undefined
          ? {}
          : {
              emailStatus: sql<string>`case when email_key is distinct from ${emailColumns(fields.email).emailKey ?? null} then 'unverified' else email_status end`,
            }),
        ...(fields.kind === 'contact'
          ? { convertedAt: sql<Date>`case when kind = 'lead' then coalesce(converted_at, now()) else converted_at end` }
          : {}),
        version: sql<number>`version + 1`,
        updatedAt: sql<Date>`now()`,
      })
      .where('id', '=', input.id)
      .where('erasedAt', 'is', null)
      .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
      .executeTakeFirst(),
  );
  if (result.numUpdatedRows === 0n) return false;
  await markPersonAttributes(db, input.id, attributes);
  return true;
}

/** A lead becomes a contact, keeping everything; the moment of the first conversion stays. False where there is no such person. */
export async function markConverted(db: TenantDb, id: string, accountId?: string): Promise<boolean> {
  const result = await refuseUnusable(() =>
    db
      .updateTable('people')
      .set({
        kind: 'contact',
        convertedAt: sql<Date>`coalesce(converted_at, now())`,
        ...(accountId ? { accountId } : {}),
        version: sql<number>`version + 1`,
        updatedAt: sql<Date>`now()`,
      })
      .where('id', '=', id)
      .where('erasedAt', 'is', null)
      .executeTakeFirst(),
  );
  return result.numUpdatedRows > 0n;
}

/** Refuses an external id of before that somebody has. Asked once the new person is written: a merge that is under way has ended then. */
export async function refuseFormerId(db: TenantDb, externalId: string): Promise<void> {
  if (await findPersonByFormerId(db, externalId)) throw taken('externalId');
}

function emailColumns(email: string | null | undefined): { email?: string | null; emailKey?: string | null } {
  if (email === undefined) return {};
  if (email === null) return { email: null, emailKey: null };
  const parsed = parseEmail(email);
  if ('problem' in parsed) throw new DomainError('invalid', 'This is not an e-mail address that can be sent to.');
  return { email: parsed.email, emailKey: parsed.key };
}

/** Turns the violation of a unique or a foreign key into a refusal that names the field. */
async function refuseUnusable<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const constraint = error instanceof Error && 'constraint_name' in error ? String(error.constraint_name) : '';
    const field = constraint.includes('email_key') ? 'email' : constraint.includes('external_id') ? 'externalId' : null;
    if (field) throw taken(field);
    if (constraint.includes('account_id'))
      throw new DomainError('invalid', 'There is no such account.', [
        { path: 'accountId', code: 'not_found', message: 'is not an account' },
      ]);
    if (constraint.includes('source_campaign'))
      throw new DomainError('invalid', 'There is no such campaign.', [
        { path: 'sourceCampaignId', code: 'not_found', message: 'is not a campaign' },
      ]);
    throw error;
  }
}

const taken = (field: 'email' | 'externalId'): DomainError =>
  new DomainError(
    'conflict',
    `Somebody else has this ${field === 'email' ? 'e-mail address' : 'external id'}. Nothing was saved.`,
    [{ path: field, code: 'taken', message: 'belongs to another person' }],
  );
