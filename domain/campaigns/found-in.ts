import type { CampaignPart, Finding } from './preflight.ts';

/** A broadcast as a part of its campaign: the only one needs no name. */
export function broadcastPart({ id, name }: { id: string; name: string }, all: readonly unknown[]) {
  return { kind: 'broadcast' as const, id, name: all.length > 1 ? name : null };
}

/** Says of findings which part of a campaign they are about: where they stand begins with its name, unless there is no other like it. */
export function foundIn(
  { kind, id, name }: CampaignPart & { name: string | null },
  findings: readonly Finding[],
): Finding[] {
  const place = name === null ? '' : `${name}: `;
  return findings.map((finding) => ({ ...finding, where: `${place}${finding.where}`, part: { kind, id } }));
}
