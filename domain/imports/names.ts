import type { Batch, BatchPerson, RowRemark } from './batch.ts';
import type { NamedKind, PlanColumn } from './row-plan.ts';

/** The ids of what a file names, by the name as it is written there; null if it is not clear which one is meant. */
export type KnownNames = Record<NamedKind, ReadonlyMap<string, string | null>>;

const reasons: Record<NamedKind, string> = {
  account: 'is no account of the organisation',
  owner: 'is no user of the organisation',
  campaign: 'is no campaign of the organisation',
};

/** The names in a batch by what they name, each once. */
export function namesIn({ people }: Batch, columns: readonly PlanColumn[]): Record<NamedKind, string[]> {
  const names: Record<NamedKind, Set<string>> = { account: new Set(), owner: new Set(), campaign: new Set() };
  columns.forEach(({ names: kind }, place) => {
    if (!kind) return;
    for (const { values } of people) {
      const name = values[place];
      if (name != null) names[kind].add(name);
    }
  });
  return { account: [...names.account], owner: [...names.owner], campaign: [...names.campaign] };
}

/**
 * Puts ids where rows say names. Where somebody names what is not known, their rows are rejected with the reason, or with `leaveOut` the
 * name alone is left out and said.
 */
export function placeIds(
  batch: Batch,
  columns: readonly PlanColumn[],
  { known, unknown }: { known: KnownNames; unknown: 'reject' | 'leaveOut' },
): Batch {
  const remarks: RowRemark[] = [...batch.remarks];
  let { rejected } = batch;
  const people = batch.people.flatMap((person): BatchPerson[] => {
    const values = [...person.values];
    let isRefused = false;
    columns.forEach(({ names: kind, label }, place) => {
      const name = person.values[place];
      if (!kind || name == null) return;
      const id = known[kind].get(name);
      values[place] = id ?? null;
      if (id) return;
      isRefused ||= unknown === 'reject';
      const reason = id === null ? 'is the name of several' : reasons[kind];
      const severity = unknown === 'reject' ? 'error' : 'warning';
      const { emailKey } = person;
      for (const row of person.rows) remarks.push({ row, field: label, severity, reason, value: name, emailKey });
    });
    if (isRefused) rejected += person.rows.length;
    return isRefused ? [] : [{ ...person, values }];
  });
  return { ...batch, people, remarks, rejected };
}
