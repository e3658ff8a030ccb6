/** One changed field: its value before and after, null where there was none. */
export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

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
