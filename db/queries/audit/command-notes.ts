import type { TenantDb } from '../../connection.ts';

/** Keeps what a person said with a command, so that the command itself can travel through workflows as ids. Returns its id. */
export async function insertCommandNote(db: TenantDb, text: string): Promise<string> {
  const { id } = await db.insertInto('commandNotes').values({ text }).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** What was said; empty where it is gone. */
export async function findCommandNote(db: TenantDb, id: string): Promise<string> {
  const row = await db.selectFrom('commandNotes').select('text').where('id', '=', id).executeTakeFirst();
  return row?.text ?? '';
}
