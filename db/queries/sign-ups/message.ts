import { sql } from 'kysely';
import type { SignUpMessage, SignUpMessageChange } from '../../../domain/sign-ups/sign-up.ts';
import type { TenantDb } from '../../connection.ts';

/** The message with its id, which is the source id of the mails that are sent with it. */
export type StoredSignUpMessage = SignUpMessage & { id: string };

/** The tenant's message that asks for confirmation; made with its usual words the first time somebody asks for it. */
export async function findSignUpMessage(db: TenantDb): Promise<StoredSignUpMessage> {
  const read = () =>
    db.selectFrom('signUpMessages').select(['id', 'senderId', 'subject', 'intro', 'version']).executeTakeFirst();
  const found = await read();
  if (found) return found;
  await sql`insert into sign_up_messages default values on conflict (tenant_id) do nothing`.execute(db);
  return (await read())!;
}

/** Changes it at a known version (null: whatever it is); false where somebody else was faster. */
export async function updateSignUpMessage(
  db: TenantDb,
  input: { version: number | null; change: SignUpMessageChange },
): Promise<boolean> {
  const result = await db
    .updateTable('signUpMessages')
    .set({ ...input.change, version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .$if(input.version !== null, (query) => query.where('version', '=', input.version))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The sender of the message: the chosen one, or the one that was added first; undefined if there is none. */
export async function findSignUpSender(
  db: TenantDb,
  senderId: string | null,
): Promise<{ id: string; name: string; address: string; replyTo: string | null } | undefined> {
  return db
    .selectFrom('senders')
    .select(['id', 'name', 'address', 'replyTo'])
    .$if(senderId !== null, (query) => query.where('id', '=', senderId))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}
