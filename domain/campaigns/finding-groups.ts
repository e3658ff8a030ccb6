import type { Finding } from './preflight.ts';

/** Where a finding stands, with the part of the campaign where it is about one. */
export type Place = Pick<Finding, 'where' | 'part'>;

/** A finding with every place where it is the same. */
export interface FindingGroup extends Pick<Finding, 'severity' | 'code' | 'message'> {
  places: Place[];
}

/**
 * Findings as they weigh where a campaign stands: who may get it today is asked again as it begins, so that nobody there to get it today keeps
 * no approver from approving.
 */
export function weighed<F extends Pick<Finding, 'severity' | 'code'>>(findings: readonly F[], status: string): F[] {
  const isLight = ({ code }: F): boolean => status === 'in_review' && code === 'no_recipients';
  return findings.map((finding) => (isLight(finding) ? { ...finding, severity: 'warning' } : finding));
}

/** Says the same finding once, with all its places, blocking ones first and else in their order. */
export function groupFindings(
  findings: readonly Pick<Finding, 'severity' | 'code' | 'message' | 'where' | 'part'>[],
): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const { severity, code, message, where, part } of findings) {
    const key = JSON.stringify([severity, code, message]);
    const place = { where, ...(part && { part }) };
    const group = groups.get(key);
    if (!group) groups.set(key, { severity, code, message, places: [place] });
    else if (!group.places.some((other) => other.where === where && other.part?.id === part?.id))
      group.places.push(place);
  }
  return [...groups.values()].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}
