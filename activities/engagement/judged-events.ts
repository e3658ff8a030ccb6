import type { TenantDb } from '../../db/connection.ts';
import { listHits, type DueEvent, type NeighbouringHit } from '../../db/queries/engagement/engagement.ts';
import { findEditionLinks, type TrackedLink } from '../../db/queries/engagement/tracking.ts';
import { judgeHit, neighbourhood, type Hit, type Judgement } from '../../domain/engagement/verdict.ts';

/** An event with its verdict; `judgement` is the one made just now, null if the event keeps the verdict that it came with. */
export type JudgedEvent = DueEvent & { verdict: string; judgement: Judgement | null };

/** Gives opens and clicks their final verdict; other events keep the one they came with. */
export async function judgeEvents(db: TenantDb, due: DueEvent[]): Promise<JudgedEvent[]> {
  const hits = due.filter((event) => isHit(event) && event.messageId !== null);
  if (hits.length === 0) return due.map((event) => ({ ...event, judgement: null }));
  const times = hits.map((event) => event.occurredAt.getTime());
  const around = await listHits(db, {
    messageIds: [...new Set(hits.map((event) => event.messageId as string))],
    from: new Date(Math.min(...times) - neighbourhood.beforeMs),
    to: new Date(Math.max(...times) + neighbourhood.afterMs),
  });
  const byMessage = groupByMessage(around);
  const links = await linksOfEditions(db, hits);
  return due.map((event) => {
    if (!isHit(event) || event.messageId === null) return { ...event, judgement: null };
    const known = links.get(event.editionId ?? '') ?? [];
    const judgement = judgeHit(asHit(event, known), {
      sentAt: event.sentAt?.getTime() ?? null,
      linkCount: known.filter((link) => !link.honeypot).length,
      neighbours: (byMessage.get(event.messageId) ?? []).map((hit) => asHit(hit, known)),
    });
    return { ...event, verdict: judgement.verdict, judgement };
  });
}

function groupByMessage(hits: readonly NeighbouringHit[]): Map<string, NeighbouringHit[]> {
  const groups = new Map<string, NeighbouringHit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.messageId);
    if (group) group.push(hit);
    else groups.set(hit.messageId, [hit]);
  }
  return groups;
}

async function linksOfEditions(db: TenantDb, events: DueEvent[]): Promise<Map<string, TrackedLink[]>> {
  const found = new Map<string, TrackedLink[]>();
  for (const id of new Set(events.flatMap((event) => event.editionId ?? []))) {
    found.set(id, (await findEditionLinks(db, id)) ?? []);
  }
  return found;
}

function isHit(event: { kind: string }): boolean {
  return event.kind === 'open' || event.kind === 'click';
}

function asHit(event: DueEvent | NeighbouringHit, links: TrackedLink[]): Hit {
  const data = 'data' in event ? event.data : {};
  return {
    kind: event.kind as Hit['kind'],
    at: event.occurredAt.getTime(),
    isHead: data.isHead === true,
    isPrefetch: data.isPrefetch === true,
    userAgent: data.userAgent ?? null,
    linkIndex: event.linkIndex,
    isHoneypot: event.linkIndex !== null && links[event.linkIndex]?.honeypot === true,
  };
}
