import { createQuery } from '@tanstack/svelte-query';
import { plural } from '../lib/format.ts';
import { readNamed, type NamedRows } from '../lib/named.svelte.ts';
import { findById, findByName, readFirst, type Called, type ManyKind } from './choice-calls.ts';

/** Lists, segments or campaigns to choose from, however many there are. */
export interface NamedChoices extends NamedRows<Called> {
  readonly kind: ManyKind;
  /** The id of one that is not offered; empty: none. */
  readonly without: string;
  /** What to do where not even the first could be read. */
  readonly unread: { error: unknown; refetch: () => unknown } | undefined;
  /** Those that have a text in their name; each is known once it is chosen. */
  find: (text: string) => Promise<Called[]>;
  /** `with`, and what of `chosen` is gone, so that it can be taken out. */
  withGone: (chosen: readonly string[]) => readonly Called[];
}

/**
 * Reads the first by name; others are looked for as one types, and what is chosen is known by its id. Call it while a component is set
 * up; nothing is read before `isWanted`.
 */
export function readMany(
  kind: ManyKind,
  { isWanted = () => true, without = '' }: { isWanted?: () => boolean; without?: string } = {},
): NamedChoices {
  const key = `${kind}s`;
  const first = createQuery(() => ({
    queryKey: [key, 'some'],
    queryFn: () => readFirst(kind),
    enabled: isWanted(),
    // Whoever asks for one of these only later finds it all the same.
    notifyOnChangeProps: ['data', 'error', 'isError'] as const,
  }));
  const rows = readNamed<Called>(() => first.data, { key, find: (id) => findById(kind, id) });
  const gone = (chosen: readonly string[]): Called[] =>
    chosen.filter((id) => id !== '' && rows.of(id) === null).map((id) => ({ id, name: 'No longer there' }));
  const offered = (some: readonly Called[]): Called[] => some.filter(({ id }) => id !== without);
  const withChosen = (chosen: readonly string[]): Called[] => offered(rows.with(chosen));
  return {
    kind,
    without,
    get rows() {
      return rows.rows;
    },
    get isRead() {
      return rows.isRead;
    },
    get hasMore() {
      return rows.hasMore;
    },
    get failed() {
      return rows.failed;
    },
    get unread() {
      return first.isError && !first.data ? { error: first.error, refetch: first.refetch } : undefined;
    },
    of: rows.of,
    with: withChosen,
    withGone: (chosen) => [...withChosen(chosen), ...gone(chosen)],
    remember: rows.remember,
    find: async (text) => {
      const found = await findByName(kind, text, without);
      rows.remember(found);
      return found;
    },
  };
}

/** How many people it has, where that is known. */
export function peopleNote({ people }: Called): string {
  return people == null ? '' : plural(people, 'person', 'people');
}
