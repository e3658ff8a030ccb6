import { sql } from 'kysely';
import type { RecipientVerdict } from '../../../domain/inbound/judge.ts';
import {
  kindsOf,
  type InboundFilter,
  type InboundQuestion,
  type InboundState,
  type KeptMail,
  type MailFacts,
} from '../../../domain/inbound/kept-mail.ts';
import type { Forwarding } from '../../../domain/notifications/answers-by-mail.ts';
import type { TenantDb } from '../../connection.ts';

/** Where a mail came in. */
export type InboundWay = KeptMail['way'];

/** A mail to keep. */
export interface NewInboundMail {
  way: InboundWay;
  /** As `fingerprintOf` has it. */
  fingerprint: Buffer;
  messageId: string | null;
  facts: MailFacts;
  state: InboundState;
  question: InboundQuestion | null;
  ruleId: string | null;
  verdicts: readonly RecipientVerdict[];
  sealed: string | null;
  bytes: number;
  /** A copy of what a mailbox of the sender's got. */
  isCopy: boolean;
  undo: object | null;
  /** Why it could not be recorded; no rule can be taught from such a mail. */
  problem?: string;
}

/** Whether a mail was kept before, from the same side; of a copy: from any. */
export async function isKnownMail(
  db: TenantDb,
  { way, fingerprint, isCopy }: Pick<NewInboundMail, 'way' | 'fingerprint' | 'isCopy'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from inbound_mails where tenant_id = current_tenant() and fingerprint = ${fingerprint} and way = ${way}
    union all
    select from inbound_mails where tenant_id = current_tenant() and fingerprint = ${fingerprint} and is_copy and ${isCopy}
    limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Keeps a mail, once, and returns its id; null where it is kept already, where its message is none of the tenant's, or of somebody who was
 * erased, also where the mail names them by their address alone. The words that rules look at stay only where a rule may still decide, or
 * be taken back.
 */
export async function insertInboundMail(db: TenantDb, mail: NewInboundMail): Promise<string | null> {
  const { facts } = mail;
  const isTaughtBy = mail.problem === undefined && (mail.state === 'review' || mail.ruleId !== null);
  const wording = isTaughtBy ? facts.wording : null;
  const { rows } = await sql<{ id: string }>`
    insert into inbound_mails (way, fingerprint, message_id, person_id, email_hash, kind, reason, state, question, rule_id,
      from_address, subject, excerpt, verdicts, wording, sealed, bytes, is_copy, undo, problem)
    select ${mail.way}, ${mail.fingerprint}, m.id, p.id,
      case when p.id is null then address_hash(${facts.about && clean(facts.about)}::text) end,
      ${facts.kind}, ${facts.reason}, ${mail.state}, ${mail.question}, ${mail.ruleId}::uuid,
      ${clean(facts.fromAddress)}, ${clean(facts.subject)}, ${clean(facts.excerpt)},
      ${JSON.stringify(mail.verdicts.map(cleanVerdict))}::text::jsonb, ${wording === null ? null : clean(wording)}::text,
      ${mail.sealed}::text, ${mail.bytes}, ${mail.isCopy}, ${mail.undo === null ? null : JSON.stringify(mail.undo)}::text::jsonb,
      ${mail.problem === undefined ? null : clean(mail.problem)}::text
    from (select 1) once
    left join messages m on m.tenant_id = current_tenant() and m.id = ${mail.messageId}::uuid
    left join people got on got.tenant_id = m.tenant_id and got.id = m.person_id
    left join people p on p.tenant_id = got.tenant_id and p.id = coalesce(got.merged_into, got.id)
    where p.erased_at is null and (m.id is not null or ${mail.messageId}::uuid is null) and (m.id is not null or not exists (
      select from suppressions s
      where s.tenant_id = current_tenant() and s.reason = 'erased'
        and s.address_hash = address_hash(lower(${facts.about && clean(facts.about)}::text))))
    on conflict do nothing returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** Keeps how things stood before a rule changed them. */
export async function setUndo(db: TenantDb, { id, undo }: { id: string; undo: object }): Promise<void> {
  await sql`
    update inbound_mails set undo = ${JSON.stringify(undo)}::text::jsonb
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
}

/** A person says themselves what a rule had said in their place: taking the rule back does not take that back. */
export async function keepOptOut(db: TenantDb, messageId: string): Promise<void> {
  await sql`
    update inbound_mails set undo = null
    where tenant_id = current_tenant() and message_id = ${messageId} and kind = 'unsubscribe' and undo is not null`.execute(
    db,
  );
}

/** Text as Postgres takes it: without NUL and halves of characters. */
export function clean(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}

function cleanVerdict(verdict: RecipientVerdict): RecipientVerdict {
  const { recipient, line } = verdict;
  return { ...verdict, recipient: recipient && clean(recipient), line: line && clean(line) };
}

/** Which mails are wanted. */
export interface InboundMailFilter {
  filter: InboundFilter | null;
  /** Part of the subject or of an address, in any case. */
  q: string | null;
  personId: string | null;
  ruleId: string | null;
  limit: number;
  after: readonly [string, string] | null;
}

interface MailRow extends Omit<KeptMail, 'receivedAt' | 'person' | 'campaign'> {
  receivedAt: Date;
  place: string;
  personId: string | null;
  personName: string | null;
  campaignId: string | null;
  campaignName: string | null;
}

/** A mail as lists show it, with its place for the next page. */
export type ListedMail = KeptMail & { place: string };

const shown = sql`
  i.id, i.way, i.received_at, i.received_at::text as place, i.kind, i.reason, i.state, i.question, i.from_address, i.subject, i.excerpt,
  i.message_id, i.rule_id, p.id as person_id,
  coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email) as person_name,
  c.id as campaign_id, c.name as campaign_name`;

const about = sql`
  left join people p on p.tenant_id = i.tenant_id and p.id = i.person_id and p.erased_at is null
  left join messages m on m.tenant_id = i.tenant_id and m.id = i.message_id
  left join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
  left join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id`;

/** What came back, newest first. */
export async function listInboundMails(db: TenantDb, input: InboundMailFilter): Promise<ListedMail[]> {
  const [place, id] = input.after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const { filter, q, personId, ruleId } = input;
  const kind =
    filter === null
      ? sql`true`
      : filter === 'review'
        ? sql`state = 'review'`
        : sql`kind = any(${sql.val([...kindsOf[filter]])}::text[])`;
  const searched =
    q === null
      ? sql`true`
      : sql`(strpos(lower(subject), lower(${q})) > 0 or strpos(lower(from_address), lower(${q})) > 0
          or strpos(lower(verdicts::text), lower(${q})) > 0)`;
  const { rows } = await sql<MailRow>`
    select ${shown} from (
      select * from inbound_mails
      where tenant_id = current_tenant() and (received_at, id) < (${place}::text::timestamptz, ${id}::uuid) and ${kind} and ${searched}
        and (${personId}::uuid is null or person_id = ${personId}) and (${ruleId}::uuid is null or rule_id = ${ruleId})
      order by received_at desc, id desc limit ${input.limit}) i
    ${about} order by i.received_at desc, i.id desc`.execute(db);
  return rows.map(present);
}

/** A mail with what is kept of it; `sealed` is the mail itself. */
export interface KeptMailRow extends ListedMail {
  verdicts: RecipientVerdict[];
  sealed: string | null;
  bytes: number;
  settledByName: string | null;
  settledAt: Date | null;
  /** Why it could not be recorded; null: it was. */
  problem: string | null;
  /** What became of passing it on; null if it was not passed on. */
  forwarding: Forwarding | null;
}

/** One mail; undefined where the tenant has none of this id. */
export async function findInboundMail(db: TenantDb, id: string): Promise<KeptMailRow | undefined> {
  const { rows } = await sql<MailRow & Omit<KeptMailRow, keyof ListedMail>>`
    select ${shown}, i.verdicts, i.sealed, i.bytes, i.settled_by_name, i.settled_at, i.problem, i.forwarding
    from inbound_mails i ${about} where i.tenant_id = current_tenant() and i.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { verdicts, sealed, bytes, settledByName, settledAt, problem, forwarding } = row;
  return { ...present(row), verdicts, sealed, bytes, settledByName, settledAt, problem, forwarding };
}

function present(row: MailRow): ListedMail {
  const { receivedAt, personId, personName, campaignId, campaignName, ...rest } = row;
  const { id, way, place, kind, reason, state, question, fromAddress, subject, excerpt, messageId, ruleId } = rest;
  return {
    ...{ id, way, place, kind, reason, state, question, fromAddress, subject, excerpt, messageId, ruleId },
    receivedAt: receivedAt.toISOString(),
    person: personId === null ? null : { id: personId, name: personName ?? '' },
    campaign: campaignId === null ? null : { id: campaignId, name: campaignName ?? '' },
  };
}

/** How many mails of which kind came since a moment, and how many wait for a person to look, whenever they came. */
export interface InboundCounts {
  kinds: Record<string, number>;
  review: number;
}

/** Counts what came back. */
export async function countInboundMails(db: TenantDb, sinceIso: string): Promise<InboundCounts> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int8 as count from inbound_mails
    where tenant_id = current_tenant() and received_at >= ${sinceIso}::timestamptz group by kind
    union all
    select 'review', count(*) from inbound_mails where tenant_id = current_tenant() and state = 'review'`.execute(db);
  const { review = 0, ...kinds } = Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  return { kinds, review };
}

/** Nothing follows from a mail that waited: somebody looked at it. False where it does not wait. */
export async function settleInboundMail(db: TenantDb, input: { id: string; byName: string }): Promise<boolean> {
  const row = await db
    .updateTable('inboundMails')
    .set({ state: 'settled', settledAt: sql<Date>`now()`, settledByName: input.byName, wording: null })
    .where('id', '=', input.id)
    .where('state', '=', 'review')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
