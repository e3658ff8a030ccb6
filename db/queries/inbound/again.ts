import { sql } from 'kysely';
import { bounceOf, gravest, type BounceVerdict } from '../../../domain/engagement/bounce.ts';
import type { RecipientVerdict } from '../../../domain/inbound/judge.ts';
import type { InboundReport } from '../../../domain/inbound/inbound-mail.ts';
import { reportByMeaning, type RuleMeaning } from '../../../domain/inbound/rule.ts';
import type { TenantDb } from '../../connection.ts';
import { applyReport, findStanding } from './apply.ts';
import { giveUpAddress } from './inbound.ts';
import { setUndo } from './mails.ts';
import { lockPerson, setConsent, suppress, suppressFormer } from '../engagement/reactions.ts';

/** What a rule is taken back of: one message, and what it was taken to mean. */
export interface TakenBackReport {
  tenantId: string;
  ruleId: string;
  messageId: string;
  kind: string;
}

interface OtherMail {
  id: string;
  verdicts: RecipientVerdict[];
  meaning: RuleMeaning | null;
}

/**
 * Applies anew what other mails said of the same message and in the same sense: as they came it was known already, by the rule that is
 * taken back, and nothing followed from them. One that another rule decides is taken back with that.
 */
export async function applyOthers(db: TenantDb, { tenantId, ruleId, messageId, kind }: TakenBackReport): Promise<void> {
  const { rows } = await sql<OtherMail>`
    select i.id, i.verdicts, r.meaning from inbound_mails i
    left join inbound_rules r on r.tenant_id = i.tenant_id and r.id = i.rule_id
    where i.tenant_id = current_tenant() and i.message_id = ${messageId} and i.kind = ${kind} and i.state = 'applied'
      and i.rule_id is distinct from ${ruleId}::uuid
    order by i.id`.execute(db);
  for (const { id, verdicts, meaning } of rows) {
    const message = { tenantNumber: 0, messageId };
    const report = meaning === null ? reportSaid(kind, { message, verdicts }) : reportByMeaning(meaning, message);
    if (report === null || report.kind === 'ignored') continue;
    const before = await findStanding(db, messageId);
    const done = await applyReport(db, tenantId, report);
    if (meaning !== null && done?.changed) await setUndo(db, { id, undo: { before } });
  }
}

function reportSaid(
  kind: string,
  { message, verdicts }: { message: { tenantNumber: number; messageId: string }; verdicts: RecipientVerdict[] },
): InboundReport | null {
  if (kind === 'complaint') return { kind, message, feedbackType: 'abuse' };
  if (kind === 'unsubscribe' || kind === 'reply') return { kind, message };
  const verdict = gravest(verdicts.map(bounceOf).filter((found) => found !== null));
  return verdict && { kind: 'bounce', message, verdict };
}

interface LaterEvent {
  messageId: string;
  kind: 'bounce' | 'complaint' | 'unsubscribe';
  data: { bounce?: string; cause?: string; way?: string };
}

/**
 * When a merge last said no of somebody over a yes of either record, since then; null where none did. A merge that is taken back with a rule says
 * nothing any more, so ask before.
 */
export async function findNoOfMerge(
  db: TenantDb,
  { personId, since }: { personId: string; since: Date },
): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    select max(at)::text as at from consents
    where tenant_id = current_tenant() and person_id = ${personId} and channel = 'email' and topic_id is null
      and state = 'denied' and source = 'merge' and at >= ${since}`.execute(db);
  return rows[0]?.at ?? null;
}

/**
 * Lets hold by itself what came of the same person after what a rule said: a bounce, a complaint or an opt-out, by whichever message. As it
 * came the address was suppressed already, so that it left nothing but its event. A yes that came later ends an opt-out, but not one that a
 * merge said no over (`mergedAt`): it may have been the other record's.
 */
export async function applyLater(
  db: TenantDb,
  { personId, since, mergedAt }: { personId: string; since: Date; mergedAt: string | null },
): Promise<void> {
  const { rows } = await sql<LaterEvent>`
    select e.message_id, e.kind, e.data from engagement_events e
    where e.tenant_id = current_tenant() and e.person_id = ${personId} and e.received_at >= ${since} and e.message_id is not null
      and (e.kind in ('bounce', 'complaint')
        or e.kind = 'unsubscribe' and greatest(e.received_at, ${mergedAt}::text::timestamptz) > coalesce((
          select max(c.at) from consents c
          where c.tenant_id = e.tenant_id and c.person_id = e.person_id and c.channel = 'email' and c.topic_id is null
            and c.state = 'granted'), '-infinity'))
    order by e.received_at, e.id`.execute(db);
  for (const event of rows) await applyEvent(db, personId, event);
}

async function applyEvent(db: TenantDb, personId: string, { messageId, kind, data }: LaterEvent): Promise<void> {
  if (kind === 'bounce') {
    const verdict = { kind: data.bounce, cause: data.cause } as Pick<BounceVerdict, 'kind' | 'cause'>;
    if (data.bounce !== 'policy') await giveUpAddress(db, { id: messageId, personId }, verdict);
    return;
  }
  const person = await lockPerson(db, personId);
  if (!person) return;
  const source = kind === 'complaint' ? 'feedback_loop' : (data.way ?? 'unsubscribe_mail');
  await suppress(db, person, { reason: kind, source, messageId });
  await suppressFormer(db, person, { reason: kind, source, messageId });
  await setConsent(db, person, { state: 'denied', source: kind === 'complaint' ? kind : source });
}
