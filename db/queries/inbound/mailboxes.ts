import { sql } from 'kysely';
import {
  mailboxProblemWords,
  type Mailbox,
  type MailboxChange,
  type MailboxInput,
  type MailboxProblem,
} from '../../../domain/inbound/mailbox.ts';
import type { Db, TenantDb } from '../../connection.ts';

interface MailboxRow extends Omit<Mailbox, 'lookedAt' | 'nextLookAt'> {
  lookedAt: Date | null;
  nextLookAt: Date;
}

const columns = sql`id, name, host, port, security, username, folder, status, looked_at, next_look_at, failures, problem, read_count,
  kept_count, version`;

/** What went wrong with a mailbox, as people read it; null: nothing did. */
export function sayMailboxProblem(problem: string | null): string | null {
  return problem === null ? null : (mailboxProblemWords[problem as MailboxProblem] ?? problem);
}

const present = ({ lookedAt, nextLookAt, problem, ...row }: MailboxRow): Mailbox => ({
  ...row,
  problem: sayMailboxProblem(problem),
  lookedAt: lookedAt?.toISOString() ?? null,
  nextLookAt: nextLookAt.toISOString(),
});

/** The mailboxes of the tenant, by name. */
export async function listMailboxes(db: TenantDb): Promise<Mailbox[]> {
  const { rows } = await sql<MailboxRow>`
    select ${columns} from mailboxes where tenant_id = current_tenant() order by name, id limit 500`.execute(db);
  return rows.map(present);
}

/** One mailbox; undefined where the tenant has none of this id. */
export async function findMailbox(db: TenantDb, id: string): Promise<Mailbox | undefined> {
  const { rows } = await sql<MailboxRow>`
    select ${columns} from mailboxes where tenant_id = current_tenant() and id = ${id}`.execute(db);
  return rows[0] && present(rows[0]);
}

/** The sealed password of a mailbox; undefined where it is gone. */
export async function findMailboxPassword(db: TenantDb, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('mailboxes').select('passwordSealed').where('id', '=', id).executeTakeFirst();
  return row?.passwordSealed;
}

type Sealed<T> = Omit<T, 'password'> & { passwordSealed: string };

/** Inserts a mailbox; an existing one with this id is left unchanged. */
export async function insertMailbox(db: TenantDb, mailbox: Sealed<MailboxInput> & { id: string }): Promise<void> {
  await db
    .insertInto('mailboxes')
    .values(mailbox)
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .execute();
}

/**
 * Changes a mailbox at a known version (null: whichever it has) and looks into it soon; false where somebody was faster or it is gone.
 * Another host, account or folder is read from its end on.
 */
export async function updateMailbox(
  db: TenantDb,
  input: { id: string; version: number | null; change: Omit<MailboxChange, 'password'> & { passwordSealed?: string } },
): Promise<boolean> {
  const { change } = input;
  // Forms send every field, changed or not: only if host, account or folder really differ is the place up to which the mailbox was read forgotten.
  const moved = (['host', 'username', 'folder'] as const).flatMap((field) =>
    change[field] === undefined ? [] : [sql`${sql.ref(field)} <> ${change[field]}`],
  );
  const unlessMoved = (column: string) =>
    sql<number | null>`case when ${sql.join(moved, sql` or `)} then null else ${sql.ref(column)} end`;
  const row = await db
    .updateTable('mailboxes')
    .set({
      ...change,
      ...(moved.length > 0 ? { uidValidity: unlessMoved('uidValidity'), lastUid: unlessMoved('lastUid') } : {}),
      ...{
        failures: 0,
        problem: null,
        nextLookAt: sql<Date>`now()`,
        updatedAt: sql<Date>`now()`,
        version: sql<number>`version + 1`,
      },
    })
    .where('id', '=', input.id)
    .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes a mailbox away; what came from it stays. False where it is gone. */
export async function deleteMailbox(db: TenantDb, id: string): Promise<boolean> {
  const row = await db.deleteFrom('mailboxes').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** A mailbox to look into now. */
export interface DueMailbox {
  id: string;
  name: string;
  host: string;
  port: number;
  security: Mailbox['security'];
  username: string;
  passwordSealed: string;
  folder: string;
  uidValidity: number | null;
  lastUid: number | null;
  lookedAt: Date | null;
  failures: number;
}

/** The mailboxes that are due at a moment, the longest due first. */
export async function listDueMailboxes(db: TenantDb, nowIso: string): Promise<DueMailbox[]> {
  const { rows } = await sql<DueMailbox>`
    select id, name, host, port, security, username, password_sealed, folder, uid_validity, last_uid, looked_at, failures from mailboxes
    where tenant_id = current_tenant() and status = 'active' and next_look_at <= ${nowIso}::timestamptz
    order by next_look_at, id limit 20`.execute(db);
  return rows;
}

/** When the next look is due; null where no mailbox is looked into. */
export async function findNextLook(db: TenantDb): Promise<string | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(next_look_at) as at from mailboxes where tenant_id = current_tenant() and status = 'active'`.execute(db);
  return rows[0]?.at?.toISOString() ?? null;
}

/** Moves the cursor on to a mail, in the transaction that records it. */
export async function moveCursor(
  db: TenantDb,
  { id, uidValidity, lastUid, kept }: { id: string; uidValidity: number; lastUid: number; kept: number },
): Promise<void> {
  await sql`
    update mailboxes set uid_validity = ${uidValidity}, last_uid = ${lastUid}, read_count = read_count + 1,
      kept_count = kept_count + ${kept}
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
}

/** Keeps how a look went and when the next is due. Somebody who changed the mailbox meanwhile wants a look at once. */
export async function markLook(
  db: TenantDb,
  look: {
    id: string;
    nowIso: string;
    nextIso: string;
    problem: MailboxProblem | null;
    failures: number;
    /** How far it was read, where nothing was new. */
    cursor: { uidValidity: number; lastUid: number } | null;
  },
): Promise<void> {
  await sql`
    update mailboxes set looked_at = case when ${look.problem}::text is null then ${look.nowIso}::timestamptz else looked_at end,
      next_look_at = ${look.nextIso}::timestamptz, problem = ${look.problem}, failures = ${look.failures},
      uid_validity = coalesce(${look.cursor?.uidValidity ?? null}::bigint, uid_validity),
      last_uid = coalesce(${look.cursor?.lastUid ?? null}::bigint, last_uid)
    where tenant_id = current_tenant() and id = ${look.id} and next_look_at <= ${look.nowIso}::timestamptz`.execute(db);
}

/** Tenants with a mailbox that nobody looked into although it is long due. As salescompass_directory. */
export async function listTenantsToLook(directory: Db, before: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select distinct tenant_id from mailboxes where status = 'active' and next_look_at < ${before}::timestamptz`.execute(
    directory,
  );
  return rows.map(({ tenantId }) => tenantId);
}
