import { sql } from 'kysely';
import { nextDelivery } from '../../../domain/reports/schedule.ts';
import type { TenantDb } from '../../connection.ts';
import { findSavedReport, type SavedReportRow } from './saved-reports.ts';

/** A mail that is to be sent now: whoever holds it sends it. */
export interface HeldMail {
  reportId: string;
  /** Postgres' own text of it. */
  dueAt: string;
  userId: string;
}

/**
 * Writes down the mails of every report that is due and moves it on to its next time: however long nobody looked, each goes out once.
 * Returns how many reports were due.
 */
export async function openDueMails(db: TenantDb, { zone, nowIso }: { zone: string; nowIso: string }): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from reports where tenant_id = current_tenant() and next_at <= ${nowIso}::timestamptz
    order by id for update skip locked`.execute(db);
  for (const { id } of rows) {
    const report = (await findSavedReport(db, id)) as SavedReportRow;
    if (!report.schedule) continue;
    const { recipients, rhythm } = report.schedule;
    await sql`
      insert into report_mails (report_id, due_at, user_id, held_until)
      select ${id}::uuid, r.next_at, u.id, ${nowIso}::timestamptz from reports r, unnest(${sql.val(recipients)}::text[]) as u (id)
      where r.tenant_id = current_tenant() and r.id = ${id}
      on conflict do nothing`.execute(db);
    await db
      .updateTable('reports')
      .set({ nextAt: nextDelivery(rhythm, { zone, afterIso: nowIso }) })
      .where('id', '=', id)
      .execute();
  }
  return rows.length;
}

/**
 * Takes hold of mails that nobody holds, for longer than whoever sends them may take. Those that could not be sent for a day are given up.
 * Times are of the workflow's clock.
 */
export async function holdMails(
  db: TenantDb,
  { nowIso, limit }: { nowIso: string; limit: number },
): Promise<HeldMail[]> {
  const { rows } = await sql<HeldMail>`
    with open as (
      select report_id, due_at, user_id from report_mails
      where tenant_id = current_tenant() and sent_at is null and held_until <= ${nowIso}::timestamptz
        and due_at > ${nowIso}::timestamptz - interval '1 day'
      order by due_at, user_id limit ${limit} for update skip locked)
    update report_mails m set held_until = ${nowIso}::timestamptz + interval '15 minutes' from open
    where m.tenant_id = current_tenant() and m.report_id = open.report_id and m.due_at = open.due_at and m.user_id = open.user_id
    returning m.report_id, m.due_at::text, m.user_id`.execute(db);
  return rows;
}

/** Notes that a mail went out, or why it did not: then it is tried again after five minutes. */
export async function settleMail(
  db: TenantDb,
  { nowIso, mail, problem }: { nowIso: string; mail: HeldMail; problem: string | null },
): Promise<void> {
  await sql`
    update report_mails set sent_at = case when ${problem}::text is null then ${nowIso}::timestamptz end,
      held_until = ${nowIso}::timestamptz + interval '5 minutes'
    where tenant_id = current_tenant() and report_id = ${mail.reportId} and due_at = ${mail.dueAt}::timestamptz
      and user_id = ${mail.userId}`.execute(db);
  await sql`
    update reports set problem = ${problem}, last_sent_at = case when ${problem}::text is null then ${nowIso}::timestamptz else last_sent_at end
    where tenant_id = current_tenant() and id = ${mail.reportId}`.execute(db);
}

/** When there is something to do next (ISO 8601): a report that falls due, or a mail to be tried again; null: nothing. */
export async function nextMailAt(db: TenantDb, nowIso: string): Promise<string | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (select min(next_at) from reports where tenant_id = current_tenant()),
      (select min(held_until) from report_mails where tenant_id = current_tenant() and sent_at is null
        and due_at > ${nowIso}::timestamptz - interval '1 day')) as at`.execute(db);
  return rows[0]?.at?.toISOString() ?? null;
}
