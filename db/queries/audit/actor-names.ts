import { sql } from 'kysely';
import type { CommandActor } from '../../../domain/campaigns/command.ts';
import type { Db } from '../../connection.ts';

/**
 * The name an audit row shows for whoever gave a command. Commands travel through workflows as ids, so the name is read here, as
 * salescompass_directory, which may see id and name of people who sign in and nothing else of them.
 */
export async function findActorName(directory: Db, actor: CommandActor): Promise<string> {
  if (actor.personId === null) return 'the clock';
  const { rows } = await sql<{ name: string }>`select name from auth."user" where id::text = ${actor.personId}`.execute(
    directory,
  );
  return rows[0]?.name ?? 'a person who has left';
}

/** Names of people who sign in, by id, for pages that show several; ids of people who have left are missing. */
export async function listActorNames(directory: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text as id, name from auth."user" where id::text = any(${wanted}::text[])`.execute(directory);
  return new Map(rows.map((row) => [row.id, row.name]));
}
