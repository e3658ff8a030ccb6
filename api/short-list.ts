import type { RouteConfig } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { readCursor, writeCursor } from './cursor.ts';
import type { ApiEnv } from './router.ts';
import { PageQuery } from './schemas.ts';

/** How the query of a list is told that is short enough to be read whole: it comes whole, or in pages for those who ask for them. */
export const ShortListQuery = z.object({
  limit: PageQuery.shape.limit
    .unwrap()
    .optional()
    .openapi({ description: 'Rows per page, at most 500; all where left out' }),
  cursor: PageQuery.shape.cursor,
});

/** Whether a route answers a list without pages of its own: `{ data: […], nextCursor }` and no `limit` in its query. */
export function isShortList({
  method,
  request,
  responses,
}: Pick<RouteConfig, 'method' | 'request' | 'responses'>): boolean {
  const answer = responses[200];
  const content = answer && 'content' in answer ? answer.content?.['application/json'] : undefined;
  const schema = content && 'schema' in content ? content.schema : undefined;
  const isList = schema instanceof z.ZodObject && 'data' in schema.shape && 'nextCursor' in schema.shape;
  const hasLimit = request?.query instanceof z.ZodObject && 'limit' in request.query.shape;
  return method === 'get' && isList && !hasLimit;
}

/** The place of the last row that was seen: its id, and its position for rows that have none or that are gone since. */
const Place = z.tuple([z.int().min(0), z.string().nullable()]);

interface Whole {
  data: { id?: unknown }[];
  nextCursor: null;
}

/** Cuts a list that was read whole to the page that was asked for. Whoever asks for none gets what the handler answered. */
export const shortList: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { limit: asked, cursor } = c.req.query();
  await next();
  if (c.res.status !== 200 || (asked === undefined && cursor === undefined)) return;
  const after = readCursor(c, cursor, Place);
  const whole = (await c.res.json()) as Whole;
  const start = after === null ? 0 : startAfter(whole.data, after);
  const end = start + (asked === undefined ? whole.data.length : Number(asked));
  const last = whole.data[end - 1];
  const nextCursor = end < whole.data.length && last ? writeCursor(c, [end - 1, idOf(last)]) : null;
  c.res = new Response(JSON.stringify({ ...whole, data: whole.data.slice(start, end), nextCursor }), c.res);
};

function startAfter(rows: Whole['data'], [position, id]: z.infer<typeof Place>): number {
  const found = id === null ? -1 : rows.findIndex((row) => idOf(row) === id);
  // Gone since: the one that came after it has moved up into its place.
  if (found === -1) return id === null ? position + 1 : position;
  return found + 1;
}

const idOf = ({ id }: { id?: unknown }): string | null => (typeof id === 'string' ? id : null);
