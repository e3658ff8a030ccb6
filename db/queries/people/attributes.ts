import { sql } from 'kysely';
import { whyNotOfType } from '../../../domain/attributes/fits.ts';
import { readAttribute } from '../../../domain/attributes/value.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PersonInput } from '../../../domain/people/person.ts';
import type { TenantDb } from '../../connection.ts';
import { listAttributes } from '../attributes.ts';

/** Sets a person's own attributes by key; null takes a value away. A key that is unknown or a value of another type is refused. */
export async function markPersonAttributes(
  db: TenantDb,
  personId: string,
  given: PersonInput['attributes'],
): Promise<void> {
  const entries = Object.entries(given ?? {});
  if (entries.length === 0) return;
  const known = new Map((await listAttributes(db)).map((attribute) => [attribute.key, attribute]));
  const columns = entries.map(([key, value]) => {
    const attribute = known.get(key);
    if (!attribute) throw refuse(key, 'unknown', 'is not an attribute');
    const why = whyNotOfType(attribute.type, value);
    if (why !== null) throw refuse(key, 'wrong_type', `is not a ${attribute.type}: ${why}`);
    return { slot: sql.ref(attribute.slot), value: attribute.type === 'date' ? momentOf(value) : value };
  });
  const slots = sql.join(columns.map(({ slot }) => slot));
  const values = sql.join(columns.map(({ value }) => value));
  const changes = sql.join(columns.map(({ slot }) => sql`${slot} = excluded.${slot}`));
  await sql`
    insert into person_attributes (person_id, ${slots}) values (${personId}, ${values})
    on conflict (tenant_id, person_id) do update set ${changes}`.execute(db);
}

/** A date as it is stored; without an offset it is in UTC. */
function momentOf(given: string | number | boolean | null): Date | null {
  const read = typeof given === 'string' ? readAttribute('date', given) : { problem: 'is not a text' };
  return 'value' in read ? new Date(String(read.value)) : null;
}

function refuse(key: string, code: string, message: string): DomainError {
  return new DomainError('invalid', `The attribute "${key}" ${message}.`, [
    { path: `attributes.${key}`, code, message },
  ]);
}
