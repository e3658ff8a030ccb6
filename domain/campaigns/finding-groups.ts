import type { Finding } from './preflight.ts';

/** Where a finding stands, with the part of the campaign where it is about one. */
export type Place = Pick<Finding, 'where' | 'part'>;

/** A finding with every place where it is the same. */
export interface FindingGroup extends Pick<Finding, 'severity' | 'code' | 'message'> {
  places: Place[];
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
