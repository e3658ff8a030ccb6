/** One changed field: its value before and after, null where there was none. */
export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

/** Which part of an entity was changed, where it has several: a drip of a campaign, a task of a person; by the name that it had then. */
export interface ChangedPart {
  kind: 'broadcast' | 'drip' | 'nurture' | 'nurtureItem' | 'experiment' | 'nextAction' | 'task';
  id: string;
  name: string;
}

/** The part that a row stands for. */
export const partOf = (kind: ChangedPart['kind'], { id, name }: { id: string; name: string }): ChangedPart => ({
  kind,
  id,
  name,
});

/** What differs between two states of an entity, by field name in order; fields named in `unlisted` are left out. */
export function diffFields(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
  unlisted: readonly string[] = ['version', 'updatedAt', 'tenantId'],
): FieldChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .filter((field) => !unlisted.includes(field))
    .sort()
    .map((field) => ({ field, from: before?.[field] ?? null, to: after?.[field] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}
