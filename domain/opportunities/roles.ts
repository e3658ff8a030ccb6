import type { HeldRole } from './held.ts';

/** Those who have a part with those who come to it; a part that has no name takes none away. */
export function withRoles(before: readonly HeldRole[], more: readonly HeldRole[]): HeldRole[] {
  const known = new Map(before.map((role) => [role.personId, role]));
  for (const { personId, role, isPrimary } of more) {
    const had = known.get(personId);
    known.set(personId, { personId, role: role || had?.role || '', isPrimary: isPrimary || had?.isPrimary === true });
  }
  return [...known.values()];
}
