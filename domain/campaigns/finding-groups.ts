import type { Finding } from './preflight.ts';

/** A finding with every place where it is the same. */
export interface FindingGroup extends Pick<Finding, 'severity' | 'code' | 'message'> {
  where: string[];
}

/** Says the same finding once, with all its places, blocking ones first and else in their order. */
export function groupFindings(
  findings: readonly Pick<Finding, 'severity' | 'code' | 'message' | 'where'>[],
): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const { where, ...finding } of findings) {
    const key = JSON.stringify([finding.severity, finding.code, finding.message]);
    const group = groups.get(key);
    if (!group) groups.set(key, { ...finding, where: [where] });
    else if (!group.where.includes(where)) group.where.push(where);
  }
  return [...groups.values()].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}
