import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { bounceOf } from '../../../domain/engagement/bounce.ts';
import { namedIn, type InboundReport } from '../../../domain/inbound/inbound-mail.ts';
import type { InboundState } from '../../../domain/inbound/kept-mail.ts';
import type { ProviderEvent } from '../../../domain/inbound/providers/provider.ts';
import type { MessageReference } from '../../../domain/tokens/reference.ts';
import type { TokenRing } from '../../../domain/tokens/token.ts';
import type { TenantDb } from '../../connection.ts';
import { applyReport } from './apply.ts';
import { problemOf } from './apart.ts';
import { clean, insertInboundMail, isKnownMail, type NewInboundMail } from './mails.ts';
import { findSeedSendOf, noteSeedReport } from '../seeds/sends.ts';

/** Whose events, and what reads the tokens in them. */
export interface ProviderContext {
  tenantId: string;
  providerName: string;
  ring: TokenRing;
  /** Seals what the provider said. */
  seal: (text: string) => string;
}

/**
 * Records what a provider says, in the caller's transaction: what follows from it, and the event itself beside the mails that came back.
 * Deliveries are applied and not kept. The same event again changes nothing. False where nothing was to be done.
 */
export async function recordProviderEvent(
  db: TenantDb,
  about: ProviderContext,
  event: ProviderEvent,
): Promise<boolean> {
  const { verdict } = event;
  const fingerprint = fingerprintOfEvent(about, event);
  if (await isKnownMail(db, { way: 'webhook', fingerprint, isCopy: false })) return false;
  const named = namedIn(about.ring, event.names, new Date().toISOString());
  const known = await findNamed(db, named);
  // What is said of a copy for a seed is nobody's, even where somebody has the same address.
  const copyId = known === null ? await findSeedSendOf(db, named) : null;
  if (copyId !== null) {
    const about = reportOfEvent(event, { tenantNumber: 0, messageId: copyId });
    return about !== null && (await noteSeedReport(db, about));
  }
  const messageId = known ?? (await findLastTo(db, event.verdict.recipient));
  const report = messageId === null ? null : reportOfEvent(event, { tenantNumber: 0, messageId });
  const done = report === null ? null : await applyReport(db, about.tenantId, report);
  if (verdict.kind === 'delivered') return done?.changed ?? false;
  const state = stateOfEvent(event, { isOurs: messageId !== null, isApplied: report !== null });
  if (state === null) return false;
  const isKept = await insertInboundMail(db, {
    ...keptOf(about, event),
    ...{ messageId, state, question: state === 'review' ? 'no_message' : null },
  });
  return isKept !== null || done?.changed === true;
}

/**
 * Keeps an event that could not be recorded for a person to look at, with the reason: nothing follows from it, and told again it is known.
 * In a transaction of its own, since the one that failed is lost.
 */
export async function setEventApart(
  db: TenantDb,
  about: ProviderContext,
  { event, error }: { event: ProviderEvent; error: unknown },
): Promise<void> {
  const kept = keptOf(about, event);
  await insertInboundMail(db, {
    ...{ ...kept, facts: { ...kept.facts, kind: 'unknown', reason: 'undefined', wording: '' } },
    messageId: await findNamed(db, namedIn(about.ring, event.names, new Date().toISOString())),
    ...{ state: 'review', question: 'failed', problem: problemOf(error) },
  });
}

function fingerprintOfEvent({ providerName }: ProviderContext, { id }: ProviderEvent): Buffer {
  return createHash('sha256').update(`${providerName}/${id}`).digest();
}

/** An event as it stands beside the mails that came back, whatever became of it. */
function keptOf(about: ProviderContext, event: ProviderEvent) {
  const { verdict } = event;
  const line = verdict.line ?? '';
  const text = `Content-Type: text/plain; charset=utf-8\nSubject: ${about.providerName}\n\n${JSON.stringify(verdict, null, 2)}\n`;
  return {
    ...{ way: 'webhook', fingerprint: fingerprintOfEvent(about, event), ruleId: null, undo: null, isCopy: false },
    facts: {
      ...{ kind: verdict.kind, reason: verdict.reason, fromAddress: '', wording: line, about: verdict.recipient },
      ...{ subject: `${about.providerName} says of ${verdict.recipient ?? 'somebody'}`, excerpt: line.slice(0, 300) },
    },
    verdicts: [verdict],
    sealed: about.seal(text),
    bytes: Buffer.byteLength(text),
  } satisfies Partial<NewInboundMail>;
}

/** What follows from an event on a message of ours; null where nothing does. */
function reportOfEvent(
  { kind, verdict }: ProviderEvent,
  message: MessageReference,
): Exclude<InboundReport, { kind: 'ignored' }> | null {
  if (kind === 'complaint') return { kind, message, feedbackType: 'abuse' };
  if (kind === 'unsubscribe') return { kind, message };
  const bounce = kind === 'report' ? bounceOf(verdict) : null;
  return bounce === null || bounce.kind === 'delayed' ? null : { kind: 'bounce', message, verdict: bounce };
}

/** What becomes of it; null if it is about nobody whom we wrote to and not serious enough to be looked at. */
function stateOfEvent(
  { kind, verdict }: ProviderEvent,
  { isOurs, isApplied }: { isOurs: boolean; isApplied: boolean },
): InboundState | null {
  if (isOurs) return isApplied ? 'applied' : 'noted';
  return kind === 'complaint' || (kind === 'report' && verdict.kind === 'hard') ? 'review' : null;
}

/** The message that an event names by a token or an id of ours; null where it names none. */
async function findNamed(db: TenantDb, named: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select m.id from messages m where m.tenant_id = current_tenant() and m.id = any(${sql.val([...named])}::uuid[]) limit 1`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/**
 * The last message that went to an address within a month, also where whom it went to has another one by now and nobody else has it. The
 * address may decide, because the provider has proved who it is.
 */
async function findLastTo(db: TenantDb, recipient: string | null): Promise<string | null> {
  if (recipient === null) return null;
  const hash = sql`address_hash(lower(${clean(recipient)}))`;
  const { rows: last } = await sql<{ id: string }>`
    with of as (
      select p.id, null::timestamptz as until from people p
      where p.tenant_id = current_tenant() and p.email_hash = ${hash} and p.erased_at is null
      union all
      select p.id, p.email_since from former_addresses f
      join people p on p.tenant_id = f.tenant_id and p.id = f.person_id and p.erased_at is null
      where f.tenant_id = current_tenant() and f.email_hash = ${hash} and not exists (
        select from people now where now.tenant_id = f.tenant_id and now.email_hash = f.email_hash))
    select m.id from of
    join messages m on m.tenant_id = current_tenant() and m.person_id = of.id and m.status = 'sent'
      and m.sent_at > now() - interval '30 days' and (of.until is null or m.sent_at < of.until)
    order by m.sent_at desc limit 1`.execute(db);
  return last[0]?.id ?? null;
}
