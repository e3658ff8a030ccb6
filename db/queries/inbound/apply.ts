import { sql } from 'kysely';
import type { InboundReport } from '../../../domain/inbound/inbound-mail.ts';
import type { TenantDb } from '../../connection.ts';
import { recordBounce, recordComplaint, recordReply } from './inbound.ts';
import { recordOptOut } from '../consent/opt-out.ts';
import { lockMessage, lockPerson } from '../engagement/reactions.ts';

/** Applies what a mail or a provider reports; done again it changes nothing. Null where the tenant has no such message. */
export async function applyReport(
  db: TenantDb,
  tenantId: string,
  report: Exclude<InboundReport, { kind: 'ignored' }>,
): Promise<{ changed: boolean } | null> {
  const { messageId } = report.message;
  switch (report.kind) {
    case 'bounce':
      return recordBounce(db, { messageId, verdict: report.verdict });
    case 'complaint':
      return recordComplaint(db, { messageId, feedbackType: report.feedbackType });
    case 'unsubscribe':
      return recordOptOut(db, { tenantId, messageId, way: 'unsubscribe_mail' });
    case 'reply':
      return recordReply(db, { messageId });
  }
}

/** How a person stood before a report was applied to them, as far as the report can change it. */
export interface Standing {
  emailStatus: string;
  consent: string;
  /** `messageId`: the message that it came through; null if there was none. */
  suppression: { reason: string; source: string; messageId?: string | null } | null;
  /** The suppressions of every address that they have or had; absent in records from before this field existed. */
  suppressions?: { id: string; reason: string; source: string; messageId: string | null }[];
}

/**
 * How the person stands whom a message went to; null where nobody is there (any more). Held before it is read, and until the transaction
 * ends: what somebody else is writing of them, a merge among it, is seen.
 */
export async function findStanding(db: TenantDb, messageId: string): Promise<Standing | null> {
  const message = await lockMessage(db, messageId);
  if (message) await lockPerson(db, message.personId);
  const { rows } = await sql<Standing>`
    select p.email_status, p.consent,
      (select jsonb_build_object('reason', s.reason, 'source', s.source, 'messageId', s.message_id) from suppressions s
        where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash) as suppression,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'reason', s.reason, 'source', s.source, 'messageId', s.message_id)), '[]')
        from suppressions s where s.tenant_id = p.tenant_id and (s.address_hash = p.email_hash or s.address_hash in (
          select f.email_hash from former_addresses f where f.tenant_id = p.tenant_id and f.person_id = p.id))) as suppressions
    from messages m join people got on got.tenant_id = m.tenant_id and got.id = m.person_id
    join people p on p.tenant_id = got.tenant_id and p.id = coalesce(got.merged_into, got.id) and p.erased_at is null
    where m.tenant_id = current_tenant() and m.id = ${messageId}`.execute(db);
  return rows[0] ?? null;
}
