import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { deleteHoliday, listHolidaysOf } from '../../../db/queries/tenants/holidays.ts';
import { notFound } from '../../../domain/errors.ts';
import { Holiday, HolidayDay, HolidayResult, mostHolidays } from '../../../domain/holidays/holiday.ts';
import { readHolidaysFile } from '../../../domain/holidays/holidays-file.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { writeHolidays } from './write-holidays.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['holidays'];
const Written = z.object({ results: z.array(HolidayResult) });
const text = { schema: { type: 'string' as const } };
const listRoute = createRoute({
  method: 'get',
  path: '/holidays',
  action: 'settings.read',
  tags,
  summary: 'Days that waits for business days leave out, in the order of the calendar',
  request: {
    query: PageQuery.omit({ sort: true }).extend({ year: z.coerce.number().int().min(2000).max(2199).optional() }),
  },
  responses: { 200: json(pageOf(Holiday), 'A page of holidays') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/holidays',
  action: 'settings.write',
  tags,
  summary: 'Set holidays by their day; a day that is one already gets the name',
  request: { body: jsonBody(z.strictObject({ holidays: z.array(Holiday).min(1).max(mostHolidays) })) },
  responses: { 200: json(Written, 'A result per holiday, in the order given') },
});
const importRoute = createRoute({
  method: 'post',
  path: '/holidays/import',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Set holidays from an iCalendar text or from lines of date and name; bad rows do not stop the good ones',
  request: { body: { required: true, content: { 'text/plain': text, 'text/csv': text, 'text/calendar': text } } },
  responses: { 200: json(Written, 'A result per row of the file or day of the calendar') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/holidays/{day}',
  action: 'settings.write',
  tags,
  summary: 'Make a day a business day again',
  request: { params: z.object({ day: HolidayDay }) },
  responses: { 204: { description: 'It is gone' } },
});

/** /holidays: the days that are no business days, of the organisation's own calendar. */
export function holidayRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const { limit, cursor, year } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([HolidayDay]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, (db) => listHolidaysOf(db, { limit: limit + 1, year, after }));
    return c.json(page(c, rows, { limit, cursorOf: ({ day }) => [day] }), 200);
  });
  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const rows = c.req.valid('json').holidays.map((input, row) => ({ row, input }));
    const results = await withTenant(database.db, actor.tenantId, (db) => writeHolidays(db, actor, rows));
    return c.json({ results }, 200);
  });
  app.openapi(importRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const rows = readHolidaysFile(await c.req.text(), new Date().getUTCFullYear());
    const results = await withTenant(database.db, actor.tenantId, (db) => writeHolidays(db, actor, rows));
    return c.json({ results }, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const removed = await deleteHoliday(db, c.req.valid('param').day);
      if (!removed) throw notFound('holiday');
      await insertAudit(db, actor, {
        action: 'holiday.remove',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before: { [removed.day]: removed.name },
      });
    });
    return c.body(null, 204);
  });
  return app;
}
