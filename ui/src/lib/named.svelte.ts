import { QueryObserver, type QueryObserverResult } from '@tanstack/svelte-query';
import { SvelteMap } from 'svelte/reactivity';
import { Problem } from './problem.ts';
import { queryClient } from './query-client.ts';

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
  /** Whose name could not be read, where there is one. */
  readonly failed: { error: unknown; refetch: () => unknown } | undefined;
  /** Null: it is gone; undefined: nobody knows yet. */
  of: (id: string) => Row | null | undefined;
  /** `rows`, and of `chosen` what is being looked up. What is gone is not among them. */
  with: (chosen: readonly string[]) => readonly (Row | Named)[];
  /** What was found otherwise need not be looked up once it is chosen. */
  remember: (found: readonly Row[]) => void;
}

const unread = 'Looking up its name';
const unreadable = 'Its name could not be read';

/**
 * Looks up by its id what is named and not among what was read, where that is not all there is: a list beyond the first ones is not gone.
 * Call it while a component is set up; what `of` is asked for is looked up from then on, each by itself.
 */
export function readNamed<Row extends Named>(
  read: () => Read<Row> | undefined,
  { key, find }: { key: string; find: (id: string) => Promise<Row> },
): NamedRows<Row> {
  const keyOf = (id: string) => [key, 'named', id];
  const answers = new SvelteMap<string, QueryObserverResult<Row | null>>();
  const stops: (() => void)[] = [];
  let isOver = false;
  $effect(() => () => {
    isOver = true;
    for (const stop of stops) stop();
  });
  function lookUp(id: string): void {
    if (isOver || answers.has(id)) return;
    const observer = new QueryObserver<Row | null>(queryClient, {
      queryKey: keyOf(id),
      queryFn: () => orGone(find(id)),
      staleTime: 60_000,
    });
    const hear = (): void => void answers.set(id, observer.getCurrentResult());
    stops.push(observer.subscribe(hear));
    hear();
  }
  const failed = $derived([...answers.values()].find(({ data, isError }) => isError && data === undefined));
  const beyond = $derived([...answers.values()].flatMap(({ data }) => data ?? []));
  // What was beyond may be among the first by the next read.
  const known = $derived(byId([...(read()?.data ?? []), ...beyond]));
  const rows = $derived([...known.values()]);
  function of(id: string): Row | null | undefined {
    const page = read();
    if (page === undefined) return undefined;
    const row = known.get(id);
    if (row || page.nextCursor === null || id === '') return row ?? null;
    // It is asked for while a page is being shown, which is no time to change what it shows.
    const answer = answers.get(id);
    if (!answer) queueMicrotask(() => lookUp(id));
    return answer ? answer.data : queryClient.getQueryData<Row | null>(keyOf(id));
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
    get failed() {
      return failed;
    },
    of,
    with: (chosen) => [
      ...rows,
      ...chosen
        .filter((id) => id !== '' && !known.has(id))
        .flatMap((id) => {
          const row = of(id);
          return row === null ? [] : [row ?? { id, name: answers.get(id)?.isError ? unreadable : unread }];
        }),
    ],
    remember: (found) => {
      for (const row of found) queryClient.setQueryData(keyOf(row.id), row);
    },
  };
}

function byId<Row extends Named>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

async function orGone<Row>(finding: Promise<Row>): Promise<Row | null> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
