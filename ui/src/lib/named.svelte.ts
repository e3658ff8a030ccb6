import { createQuery, keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import { Problem } from './problem.ts';

interface Named {
  id: string;
  name: string;
}

/** Something that was read to pick from by name, in part where there is more of it (`nextCursor`). */
interface Read<Row> {
  data: readonly Row[];
  nextCursor: string | null;
}

/** What there is of something that is picked by name. */
export interface NamedRows<Row> {
  /** What was read, and what was looked up since. */
  readonly rows: readonly Row[];
  readonly isRead: boolean;
  /** Whether there is more than was read. */
  readonly hasMore: boolean;
  /** Null: it is gone; undefined: nobody knows yet. */
  of: (id: string) => Row | null | undefined;
  /** `rows`, and of `chosen` what is being looked up. What is gone is not among them. */
  with: (chosen: readonly string[]) => readonly (Row | Named)[];
}

/** What stands for a name that is being looked up. */
export const unread = 'Looking up its name';

/**
 * Looks up by its id what is named and not among what was read, where that is not all there is: a list beyond the first ones is not gone.
 * Call it while a component is set up; what `of` is asked for is looked up from then on.
 */
export function readNamed<Row extends Named>(
  read: () => Read<Row> | undefined,
  { key, find }: { key: string; find: (id: string) => Promise<Row> },
): NamedRows<Row> {
  let asked = $state.raw<readonly string[]>([]);
  const found = createQuery(() =>
    queryOptions({
      queryKey: [key, 'named', ...asked],
      queryFn: async () => new Map(await Promise.all(asked.map(async (id) => [id, await orGone(find(id))] as const))),
      enabled: asked.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  const beyond = $derived([...(found.data?.values() ?? [])].flatMap((row) => row ?? []));
  // What was beyond may be among the first by the next read.
  const known = $derived(new Map([...(read()?.data ?? []), ...beyond].map((row) => [row.id, row])));
  const rows = $derived([...known.values()]);
  function of(id: string): Row | null | undefined {
    const page = read();
    if (page === undefined) return undefined;
    const row = known.get(id);
    if (row || page.nextCursor === null || id === '') return row ?? null;
    // It is asked for while a page is being shown, which is no time to change what it shows.
    if (!asked.includes(id)) queueMicrotask(() => asked.includes(id) || (asked = [...asked, id]));
    return found.data?.get(id);
  }
  return {
    get rows() {
      return rows;
    },
    get isRead() {
      return read() !== undefined;
    },
    get hasMore() {
      return (read()?.nextCursor ?? null) !== null;
    },
    of,
    with: (chosen) => [
      ...rows,
      ...chosen
        .filter((id) => id !== '' && !known.has(id))
        .flatMap((id) => {
          const row = of(id);
          return row === null ? [] : [row ?? { id, name: unread }];
        }),
    ],
  };
}

async function orGone<Row>(finding: Promise<Row>): Promise<Row | null> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
