import type { TenantDb } from '../../db/connection.ts';
import { findDeliverabilityLook, listSignedDomains } from '../../db/queries/deliverability.ts';
import {
  listDeliveries,
  listDeliveryDays,
  listSenderSpans,
  type DeliveryRow,
} from '../../db/queries/delivery-hours.ts';
import { addCounts, figuresOf } from '../../domain/deliverability/counts.ts';
import type { Deliverability, Receiver } from '../../domain/deliverability/deliverability.ts';
import { judgeSenders, pauseSpans, type DomainVerdict } from '../../domain/deliverability/pause.ts';
import { providerOf } from '../../domain/deliverability/provider.ts';
import { scoreOf } from '../../domain/deliverability/score.ts';
import { signedShare } from '../../domain/deliverability/signed-share.ts';
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
  const judged = (of: readonly DeliveryRow[]) => {
    const figures = figuresOf(addCounts(of.map(({ counts }) => counts)));
    return { figures, ...scoreOf(figures, signedShare(of, signed)) };
  };
  const { score, factors, figures } = judged(rows);
  const before = judged(earlier);
  const receivers = receiversOf(rows);
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
    senders: [...groupBy(all, ({ senderDomain }) => senderDomain)]
      .map(([domain, own]) => ({
        domain,
        isSigned: signed.has(domain),
        score: judged(own).score,
        verdict: shown(verdicts.get(domain)),
        figures: judged(own).figures,
      }))
      .sort((a, b) => b.figures.tried - a.figures.tried),
    receivers: receivers.slice(0, mostReceivers).map(({ counts: _, ...receiver }) => receiver),
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

function receiversOf(rows: readonly DeliveryRow[]): (Receiver & { counts: DeliveryRow['counts'] })[] {
  return [...groupBy(rows, ({ receivingDomain }) => providerOf(receivingDomain).key)]
    .map(([key, own]) => {
      const counts = addCounts(own.map((row) => row.counts));
      const { name } = providerOf(own[0]?.receivingDomain ?? '');
      const domains = new Set(own.map(({ receivingDomain }) => receivingDomain)).size;
      return { key, name, domains, counts, figures: figuresOf(counts) };
    })
    .sort((a, b) => b.figures.tried - a.figures.tried || (a.name < b.name ? -1 : 1));
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
