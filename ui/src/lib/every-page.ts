interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
}

/** How many requests one choice may cost: ten thousand rows, which nobody has of what is picked by name. */
const mostPages = 20;

/**
 * All that comes in pages, 500 rows a request. What is picked by name has to be there whole: who has more of it than a page would else be
 * told that a choice of theirs is gone. `nextCursor` stays where there is even more.
 */
export async function everyPage<Row>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Row>>,
): Promise<Page<Row>> {
  const all = await read({ limit: 500 });
  for (let pages = 1; all.nextCursor !== null && pages < mostPages; pages++) {
    const { data, nextCursor } = await read({ limit: 500, cursor: all.nextCursor });
    all.data.push(...data);
    all.nextCursor = nextCursor;
  }
  return all;
}
