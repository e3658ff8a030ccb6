import type { Finding } from '../campaigns/preflight.ts';
import type { NurtureDefinition } from './definition.ts';
import type { PooledItem } from './pool.ts';

/** What pre-flight says of a nurture programme apart from its messages. */
export function checkNurture(
  { streams, entries }: NurtureDefinition,
  items: readonly Pick<PooledItem, 'places'>[],
  members: number,
): Finding[] {
  const findings: Finding[] = [];
  if (items.length === 0) {
    const message = 'The nurture programme has no item; add at least one.';
    return [{ severity: 'blocking', code: 'no_items', message, where: 'items' }];
  }
  for (const { key, name } of streams) {
    if (items.some(({ places }) => places.some(({ stream }) => stream === key))) continue;
    const message = `The stream “${name}” has no item, so whoever is in it is exhausted.`;
    findings.push({ severity: 'warning', code: 'empty_stream', message, where: key });
  }
  if (members === 0 && entries.length === 0) {
    const message = 'Nobody is in it yet, and nobody comes in by themselves; add a way in, or people.';
    findings.push({ severity: 'warning', code: 'no_members', message, where: 'members' });
  }
  return findings;
}
