import type { Finding, Preflight } from '../../../domain/campaigns/preflight.ts';

/** What was found in each part of a campaign: where a finding stands begins with the name of its part, except in the only broadcast. */
export function findingsOfParts({
  findings,
  broadcasts,
  drips,
  nurtures,
  experiments,
}: Preflight): (part: { name: string }) => readonly Finding[] {
  const byName = new Map<string, Finding[]>();
  const others = [...drips, ...nurtures, ...experiments];
  for (const { name } of [...broadcasts, ...others]) byName.set(name, []);
  const names = [...byName.keys()].sort((a, b) => b.length - a.length);
  const only = broadcasts.length === 1 ? broadcasts[0] : undefined;
  for (const finding of findings) {
    const name = names.find((name) => finding.where.startsWith(`${name}: `)) ?? only?.name;
    if (name !== undefined) byName.get(name)?.push(finding);
  }
  return ({ name }) => byName.get(name) ?? [];
}
