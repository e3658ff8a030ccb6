import { sql } from 'kysely';
import type { TenantDb } from '../../../db/connection.ts';
import { findDeliverabilityLook, listSignedDomains } from '../../../db/queries/deliverability/deliverability.ts';
import {
  listReceiverDeliveries,
  listSenderDeliveries,
  type Sent,
} from '../../../db/queries/deliverability/deliveries.ts';
import { listDeliveryDays, listSenderSpans } from '../../../db/queries/deliverability/delivery-hours.ts';
import { addCounts, figuresOf, subtractCounts, type DeliveryCounts } from '../../../domain/deliverability/counts.ts';
import type { Deliverability } from '../../../domain/deliverability/deliverability.ts';
import { byMail, mailOutcomeOf, type MailOutcome } from '../../../domain/deliverability/mail-outcome.ts';
import { judgeSenders, pauseSpans, type DomainVerdict } from '../../../domain/deliverability/pause.ts';
import { receiverName } from '../../../domain/delivery/provider.ts';
import { addDays } from '../../../domain/reports/span.ts';

/** Receivers that are listed one by one. */
const mostReceivers = 50;

/**
 * How mail of the last `days` fares, today among them, by the clock of the organisation: figures and days are of the same mail. Of one domain
 * of senders where asked.
 */
export async function readDeliverability(
  db: TenantDb,
  { days, now, sender }: { days: number; now: Date; sender: string | null },
): Promise<Deliverability> {
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  const to = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const first = addDays(to, 1 - days);
  const from = await startOfDay(db, first);
  const signed = await listSignedDomains(db);
  const isAsked = ({ senderDomain }: { senderDomain: string }) => sender === null || senderDomain === sender;
  const senders = await listSenderDeliveries(db, { from });
  const own = senders.filter(isAsked);
  const earlier = await listSenderDeliveries(db, { from: await startOfDay(db, addDays(first, -days)), until: from });
  const before = outcomeOfSenders(earlier.filter(isAsked), signed);
  const byDay = (await listDeliveryDays(db, from)).filter(isAsked);
  const verdicts = await readVerdicts(db, now);
  const { score, factors, figures, counts } = outcomeOfSenders(own, signed);
  return {
    days,
    from: first,
    to,
    timeZone,
    score,
    factors,
    figures,
    before: { score: before.score, figures: before.figures },
    senders: byMail(senders.map((one) => ({ ...one, ...outcomeOfSenders([one], signed) }))).map(
      ({ senderDomain, score, figures }) => ({
        domain: senderDomain,
        isSigned: signed.has(senderDomain),
        score,
        verdict: shown(verdicts.get(senderDomain)),
        figures,
      }),
    ),
    ...(await readReceivers(db, { from, sender, signed, counts })),
    series: Array.from({ length: days }, (_, index) => addDays(first, index)).map((day) => ({
      day,
      figures: figuresOf(addCounts(byDay.filter((row) => row.day === day).map(({ counts }) => counts))),
    })),
    lookedAt: (await findDeliverabilityLook(db))?.lookedAt.toISOString() ?? null,
  };
}

/** The moment at which a day of the organisation's calendar begins. */
async function startOfDay(db: TenantDb, day: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select ${day}::text::date::timestamp at time zone time_zone as at from tenants where tenant_id = current_tenant()`.execute(
    db,
  );
  return rows[0]!.at;
}

function outcomeOfSenders(
  senders: readonly { senderDomain: string; counts: DeliveryCounts }[],
  signed: ReadonlySet<string>,
): MailOutcome {
  const ofSigned = senders.filter(({ senderDomain }) => signed.has(senderDomain));
  return mailOutcomeOf(
    addCounts(senders.map(({ counts }) => counts)),
    addCounts(ofSigned.map(({ counts }) => counts)).sent ?? 0,
  );
}

/** The receivers with the most mail, and what is left of all counts for the others. */
async function readReceivers(
  db: TenantDb,
  input: Sent & { sender: string | null; signed: ReadonlySet<string>; counts: DeliveryCounts },
): Promise<Pick<Deliverability, 'receivers' | 'others'>> {
  const rows = await listReceiverDeliveries(db, { ...input, signed: [...input.signed], limit: mostReceivers });
  const rest = subtractCounts(input.counts, addCounts(rows.map(({ counts }) => counts)));
  return {
    receivers: rows.map(({ key, domains, counts, signed }) => {
      const { score, figures } = mailOutcomeOf(counts, signed);
      return { key, name: receiverName(key), domains, score, figures };
    }),
    others: { receivers: (rows[0]?.receivers ?? 0) - rows.length, figures: figuresOf(rest) },
  };
}

/** What each domain of senders is judged to be at this moment, as the watch does it. */
async function readVerdicts(db: TenantDb, now: Date): Promise<Map<string, DomainVerdict>> {
  const spans = await listSenderSpans(db, { nowIso: now.toISOString(), days: pauseSpans });
  return judgeSenders(spans);
}

function shown(verdict: DomainVerdict = { kind: 'fine' }): Deliverability['senders'][number]['verdict'] {
  return verdict.kind === 'fine' ? { kind: 'fine', cause: null, part: 0, whole: 0, days: 0 } : verdict;
}
