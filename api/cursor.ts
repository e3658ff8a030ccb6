import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import { Id } from '../domain/ids.ts';
import type { SecretKey } from '../domain/key-ring.ts';
import type { ApiEnv } from './router.ts';

/** The last row's sort values and id, as plain JSON. */
export type CursorValues = readonly (string | number | boolean | null)[];

/**
 * Where the next page starts, or null for the first. A cursor that was changed, or that belongs to another list, tenant or
 * sort order, is refused as invalid.
 */
export function readCursor<T>(c: Context<ApiEnv>, text: string | undefined, schema: z.ZodType<T>): T | null {
  if (text === undefined) return null;
  const [keyId, payload, mac] = text.split('.');
  const key = c.var.deps.keyRing.find(Number(keyId));
  if (!key || payload === undefined || mac === undefined || !isSame(mac, sign(c, key, payload))) throw refused();
  const parsed = schema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) throw refused();
  return parsed.data;
}

/** The opaque text of a place in this list. */
export function writeCursor(c: Context<ApiEnv>, values: CursorValues): string {
  const payload = Buffer.from(JSON.stringify(values)).toString('base64url');
  const key = c.var.deps.keyRing.current;
  return `${key.id}.${payload}.${sign(c, key, payload)}`;
}

/** The page from `limit + 1` rows: the row too many only says that there is more. */
export function page<Row>(
  c: Context<ApiEnv>,
  rows: Row[],
  options: { limit: number; cursorOf: (row: Row) => CursorValues },
) {
  const data = rows.slice(0, options.limit);
  const last = data.at(-1);
  const hasMore = rows.length > options.limit && last !== undefined;
  return { data, nextCursor: hasMore ? writeCursor(c, options.cursorOf(last)) : null };
}

/** The page of rows that are told apart by a text and their id, in that order; `read` reads so many after the place of the last one seen. */
export async function pageByText<Row extends { id: string }>(
  c: Context<ApiEnv>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  {
    textOf,
    read,
  }: {
    textOf: (row: Row) => string;
    read: (part: { limit: number; after: readonly [string, string] | null }) => Promise<Row[]>;
  },
) {
  const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
  const rows = await read({ limit: limit + 1, after });
  return page(c, rows, { limit, cursorOf: (row) => [textOf(row), row.id] });
}

function sign(c: Context<ApiEnv>, { key }: SecretKey, payload: string): string {
  const list = [c.var.identity?.actor?.tenantId ?? '', c.req.path, c.req.query('sort') ?? '', payload].join('\n');
  return createHmac('sha256', key).update('cursor\n').update(list).digest('base64url').slice(0, 16);
}

function isSame(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

function refused(): DomainError {
  return new DomainError('invalid', 'The cursor does not belong to this list. Start again without it.', [
    {
      path: 'query.cursor',
      code: 'invalid_cursor',
      message: 'is not a cursor of this list, sort order and organisation',
    },
  ]);
}
