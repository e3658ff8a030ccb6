import { sql } from 'kysely';
import type { Db } from '../../connection.ts';

/**
 * The ids of those who work in an organisation by their e-mail and by their name, both in small letters; null where two share a name. As
 * salescompass_directory.
 */
export async function listColleagues(directory: Db, tenantId: string): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; email: string; name: string }>`
    select u.id::text as id, lower(u.email) as email, lower(u.name) as name
    from auth."user" u join auth.member m on m."userId" = u.id
    where m."organizationId"::text = ${tenantId}`.execute(directory);
  const found = new Map<string, string | null>();
  for (const { id, name } of rows) found.set(name, found.has(name) ? null : id);
  for (const { id, email } of rows) found.set(email, id);
  return found;
}
