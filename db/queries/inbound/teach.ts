import { sql } from 'kysely';
import { reportByMeaning, verdictByMeaning, type TaughtRule } from '../../../domain/inbound/rule.ts';
import type { TenantDb } from '../../connection.ts';
import { takeBackDelivery } from '../deliverability/delivery-hours.ts';
import { applyLater, applyOthers, findNoOfMerge } from './again.ts';
import { applyReport, findStanding, type Standing } from './apply.ts';
import { lockMessage, lockPerson } from '../engagement/reactions.ts';
import { setUndo } from './mails.ts';
import { restore, restoreFormer } from './restore.ts';
import { stands } from './rules.ts';

/** A mail that a rule decides, or decided. */
interface DecidedMail {
  id: string;
  messageId: string | null;
}

/**
 * Lets a rule decide at most `limit` of the mails that wait and that it fits; returns how many. Asked again it goes on, and each mail is
 * decided once. The rule's row is held, so that nobody takes it back meanwhile.
 */
export async function applyRule(
  db: TenantDb,
  input: { tenantId: string; rule: TaughtRule; byName: string; limit: number },
): Promise<number> {
  const { rule, tenantId } = input;
  const { rows: held } = await sql`
    select from inbound_rules where tenant_id = current_tenant() and id = ${rule.id} and undone_at is null for share`.execute(
    db,
  );
  if (held.length === 0) return 0;
  const { rows } = await sql<DecidedMail>`
    select id, message_id from inbound_mails
    where tenant_id = current_tenant() and state = 'review' and ${stands(rule.phrase)}
    order by id limit ${input.limit} for no key update skip locked`.execute(db);
  const { kind, reason } = verdictByMeaning(rule.meaning);
  for (const mail of rows) {
    const { isApplied, undo } = await decide(db, { tenantId, rule, mail });
    await sql`
      update inbound_mails set kind = ${kind}, reason = ${reason}, state = ${isApplied ? 'applied' : 'noted'}, rule_id = ${rule.id},
        undo = ${undo === null ? null : JSON.stringify(undo)}::text::jsonb, settled_at = now(), settled_by_name = ${input.byName}
      where tenant_id = current_tenant() and id = ${mail.id}`.execute(db);
  }
  return rows.length;
}

async function decide(
  db: TenantDb,
  { tenantId, rule, mail }: { tenantId: string; rule: TaughtRule; mail: DecidedMail },
): Promise<{ isApplied: boolean; undo: object | null }> {
  if (mail.messageId === null) return { isApplied: false, undo: null };
  const report = reportByMeaning(rule.meaning, { tenantNumber: 0, messageId: mail.messageId });
  if (report.kind === 'ignored') return { isApplied: false, undo: null };
  const before = await findStanding(db, mail.messageId);
  const done = await applyReport(db, tenantId, report);
  return { isApplied: done !== null, undo: done?.changed ? { before } : null };
}

/**
 * Takes back what a rule decided of at most `limit` mails, which then wait for a person again; returns how many. Events, marks and
 * suppressions that came by it alone are gone, and people stand as they did; what others said meanwhile holds, though nothing followed from
 * it as it came. Who left a drip meanwhile stays out, and a response stays.
 */
export async function takeBackRule(
  db: TenantDb,
  input: { tenantId: string; ruleId: string; limit: number },
): Promise<TakenBack> {
  const { rows } = await sql<UndoneMail>`
    select i.id, i.kind, i.message_id, i.undo, m.source_id from inbound_mails i
    left join messages m on m.tenant_id = i.tenant_id and m.id = i.message_id
    where i.tenant_id = current_tenant() and i.rule_id = ${input.ruleId}
    -- What was decided last first: it began from what was decided before.
    order by ${decidedAt} desc, i.id desc limit ${input.limit} for no key update of i skip locked`.execute(db);
  const { tenantId, ruleId } = input;
  for (const { messageId, ...mail } of rows)
    if (mail.undo && messageId) await takeBack(db, { ...mail, tenantId, ruleId, messageId });
  const ids = rows.map(({ id }) => id);
  await sql`
    update inbound_mails set kind = 'unknown', reason = 'undefined', state = 'review', question = coalesce(question, 'not_understood'),
      rule_id = null, undo = null, settled_at = null, settled_by_name = null
    where tenant_id = current_tenant() and id = any(${sql.val(ids)}::uuid[])`.execute(db);
  const sourceIds = [...new Set(rows.flatMap(({ sourceId, undo }) => (sourceId && undo ? [sourceId] : [])))];
  return { count: rows.length, sourceIds };
}

/** How many mails wait again, and the sources whose counters have to be counted anew. */
export interface TakenBack {
  count: number;
  sourceIds: string[];
}

/** When a mail was decided: as somebody taught the rule, or as it came. */
const decidedAt = sql`coalesce(i.settled_at, i.received_at)`;

interface Undo {
  before: Standing | null;
  /** When a merge said no of them over a yes, where that went with another rule that was taken back. */
  mergedAt?: string | null;
}

interface UndoneMail extends DecidedMail {
  kind: string;
  sourceId: string | null;
  undo: Undo | null;
}

/** The kind of the event that a kind of mail leaves, and the key that it is known by. */
function eventOf(kind: string, messageId: string): { event: string; bounce: string | null; key: string } {
  if (kind === 'hard' || kind === 'soft' || kind === 'policy')
    return { event: 'bounce', bounce: kind, key: `bounce/${messageId}/${kind}` };
  return { event: kind, bounce: null, key: `${kind}/${messageId}` };
}

async function takeBack(
  db: TenantDb,
  mail: UndoneMail & { tenantId: string; ruleId: string; messageId: string },
): Promise<void> {
  const { messageId } = mail;
  // Held before anything is taken back, and whose it is read then: the record it went to may have been merged into another one.
  const personId = (await lockMessage(db, messageId))?.personId;
  if (personId) await lockPerson(db, personId);
  const { event, bounce, key } = eventOf(mail.kind, messageId);
  const { rows: events } = await sql<{ receivedAt: Date }>`
    delete from engagement_events where tenant_id = current_tenant() and message_id = ${messageId} and kind = ${event}
      and (${bounce}::text is null or data ->> 'bounce' = ${bounce})
    returning received_at`.execute(db);
  await takeBackDelivery(db, { messageId, kind: mail.kind });
  await sql`delete from engagement_keys where tenant_id = current_tenant() and key = ${key}`.execute(db);
  const mark = { hard: 'bounced_at', complaint: 'complained_at', unsubscribe: 'unsubscribed_at' }[mail.kind];
  if (mark !== undefined)
    await sql`
      update messages set ${sql.ref(mark)} = null where tenant_id = current_tenant() and id = ${messageId}`.execute(db);
  const since = events[0]?.receivedAt;
  const later = personId && since ? await listLater(db, { personId, since, ruleId: mail.ruleId }) : [];
  const merged = personId && since ? await findNoOfMerge(db, { personId, since }) : null;
  // Of a merge that went with another rule only those know that stayed.
  const known = [mail, ...later].flatMap(({ undo }) => undo?.mergedAt ?? []);
  const mergedAt = [...known, ...(merged === null ? [] : [merged])].sort().at(-1) ?? null;
  for (const { undo, messageId, kind } of [...later, mail])
    if (undo?.before && personId) {
      await restore(db, { ...undo.before, personId, messageId, kind, since });
      await restoreFormer(db, { ...undo.before, personId, messageId, kind });
    }
  const before = later.length > 0 ? await findStanding(db, messageId) : null;
  for (const { id } of later) await setUndo(db, { id, undo: { before, mergedAt } });
  await applyOthers(db, mail);
  if (personId && since) await applyLater(db, { personId, since, mergedAt });
}

/**
 * What other rules decided of the same person since, the last first. It began from what is taken back: it is set back before that, begins
 * from how they stand without it, and holds by its own event then.
 */
async function listLater(
  db: TenantDb,
  { personId, since, ruleId }: { personId: string; since: Date; ruleId: string },
): Promise<{ id: string; messageId: string; kind: string; undo: Undo }[]> {
  const { rows } = await sql<{ id: string; messageId: string; kind: string; undo: Undo }>`
    select i.id, i.message_id, i.kind, i.undo from inbound_mails i
    where i.tenant_id = current_tenant() and i.person_id = ${personId} and i.rule_id <> ${ruleId} and i.undo is not null
      and i.message_id is not null and ${decidedAt} >= ${since}
    order by ${decidedAt} desc, i.id desc for no key update`.execute(db);
  return rows;
}
