import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { deleteRate, listRates } from '../../../db/queries/costs/exchange-rates.ts';
import { notFound } from '../../../domain/errors.ts';
import {
  ExchangeRate,
  mostRates,
  RateInput,
  RateResult,
  readRate,
} from '../../../domain/exchange-rates/exchange-rate.ts';
import { readRatesCsv } from '../../../domain/exchange-rates/rates-csv.ts';
import { Currency } from '../../../domain/money.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { writeRates } from './write-exchange-rates.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['exchange rates'];
const Written = z.object({
  results: z.array(RateResult),
  costsValued: z.int().openapi({ description: 'Cost lines that had waited for a rate and have a value now' }),
  opportunitiesValued: z
    .int()
    .openapi({ description: 'Opportunities that had waited for a rate and have a value now' }),
});
const listRoute = createRoute({
  method: 'get',
  path: '/exchange-rates',
  action: 'settings.read',
  tags,
  summary: "Rates into the organisation's currency, by currency, the newest first",
  request: { query: PageQuery.omit({ sort: true }).extend({ currency: Currency.optional() }) },
  responses: { 200: json(pageOf(ExchangeRate), 'A page of rates') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/exchange-rates',
  action: 'settings.write',
  tags,
  summary: 'Set rates by currency and day; what was valued by an earlier rate keeps its value',
  request: { body: jsonBody(z.strictObject({ rates: z.array(RateInput).min(1).max(mostRates) })) },
  responses: { 200: json(Written, 'A result per rate, in the order given') },
});
const importRoute = createRoute({
  method: 'post',
  path: '/exchange-rates/import',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Set rates from a CSV file with the columns currency, date and rate; bad rows do not stop the good ones',
  request: { body: { required: true, content: { 'text/csv': { schema: { type: 'string' as const } } } } },
  responses: { 200: json(Written, 'A result per row of the file') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/exchange-rates/{id}',
  action: 'settings.write',
  tags,
  summary: 'Remove a rate; what was valued by it keeps its value',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /exchange-rates: what a unit of another currency is worth, from which day on. */
export function exchangeRateRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const { limit, cursor, currency } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), z.string()]));
    const rows = await withTenant(database.db, tenantId, (db) => listRates(db, { limit: limit + 1, currency, after }));
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.currency, row.validFrom] }), 200);
  });
  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { rates } = c.req.valid('json');
    const rows = (into: string) => rates.map((rate, index) => readRate(index, rate, into));
    const written = await withTenant(database.db, actor.tenantId, (db) =>
      writeRates(db, actor, { rows, source: 'api' }),
    );
    return c.json(written, 200);
  });
  app.openapi(importRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const text = await c.req.text();
    const rows = (into: string) => readRatesCsv(text, into);
    const written = await withTenant(database.db, actor.tenantId, (db) =>
      writeRates(db, actor, { rows, source: 'import' }),
    );
    return c.json(written, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const removed = await deleteRate(db, c.req.valid('param').id);
      if (!removed) throw notFound('exchange rate');
      await insertAudit(db, actor, {
        action: 'exchangeRate.remove',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before: { [`${removed.currency} from ${removed.validFrom}`]: removed.rate },
      });
    });
    return c.body(null, 204);
  });
  return app;
}
