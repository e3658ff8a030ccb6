import type { TenantDb } from '../../db/connection.ts';
import { findDeliverabilityLook, listSignedDomains } from '../../db/queries/deliverability.ts';
import { listDeliveries, listDeliveryDays, listSenderSpans } from '../../db/queries/delivery-hours.ts';
import { addCounts, figuresOf } from '../../domain/deliverability/counts.ts';
import type { Deliverability } from '../../domain/deliverability/deliverability.ts';
import { fareByReceiver, fareBySender, fareOf } from '../../domain/deliverability/fare.ts';
import { judgeSenders, pauseSpans, type DomainVerdict } from '../../domain/deliverability/pause.ts';
import { addDays } from '../../domain/reports/span.ts';

/** Receivers that are listed one by one. */
const mostReceivers = 50;

const dayMs = 86_400_000;

/** How mail of the last `days` fares; of one domain of senders where asked. */
export async function readDeliverability(
  db: TenantDb,
  { days, now, sender }: { days: number; now: Date; sender: string | null },
): Promise<Deliverability> {
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  const to = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const from = new Date(now.getTime() - days * dayMs);
  const isAsked = <Row extends { senderDomain: string }>({ senderDomain }: Row) =>
    sender === null || senderDomain === sender;
  const all = await listDeliveries(db, { from });
  const rows = all.filter(isAsked);
  const earlier = (await listDeliveries(db, { from: new Date(from.getTime() - days * dayMs), until: from })).filter(
    isAsked,
  );
  const byDay = (await listDeliveryDays(db, from)).filter(isAsked);
  const signed = await listSignedDomains(db);
  const verdicts = await readVerdicts(db, now);
  const { score, factors, figures } = fareOf(rows, signed);
  const before = fareOf(earlier, signed);
  const receivers = fareByReceiver(rows, signed);
  const rest = receivers.slice(mostReceivers);
  const first = addDays(to, 1 - days);
  return {
    days,
    from: first,
    to,
    timeZone,
    score,
    factors,
    figures,
    before: { score: before.score, figures: before.figures },
    senders: fareBySender(all, signed).map(({ senderDomain, score, figures }) => ({
      domain: senderDomain,
      isSigned: signed.has(senderDomain),
      score,
      verdict: shown(verdicts.get(senderDomain)),
      figures,
    })),
    receivers: receivers
      .slice(0, mostReceivers)
      .map(({ key, name, domains, score, figures }) => ({ key, name, domains, score, figures })),
    others: { receivers: rest.length, figures: figuresOf(addCounts(rest.map(({ counts }) => counts))) },
    series: Array.from({ length: days }, (_, index) => addDays(first, index)).map((day) => ({
      day,
      figures: figuresOf(addCounts(byDay.filter((row) => row.day === day).map(({ counts }) => counts))),
    })),
    lookedAt: (await findDeliverabilityLook(db))?.lookedAt.toISOString() ?? null,
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
