import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listEntries } from '../../../db/queries/attribution/entries.ts';
import { listPathsTaken } from '../../../db/queries/attribution/paths.ts';
import { findCreditTotals, listCredits, listCreditsByModel } from '../../../db/queries/attribution/report.ts';
import { Model } from '../../../domain/attribution/model.ts';
import { flowOf, PathOutcome, PathReport } from '../../../domain/attribution/path-report.ts';
import {
  CreditReport,
  defaultModel,
  Grouping,
  LedgerRow,
  Measure,
  ModelComparison,
} from '../../../domain/attribution/report.ts';
import { Id } from '../../../domain/ids.ts';
import { readBasis, readPlainBasis, ReportQuery, WindowQuery, windowOf } from './basis.ts';
import { presentComparison, presentEntry, presentGroups, presentTotals } from './present.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, PageQuery, pageOf } from '../../schemas.ts';

const tags = ['attribution'];
const creditsRoute = createRoute({
  method: 'get',
  path: '/attribution',
  action: 'attribution.read',
  tags,
  summary: 'What campaigns, channels or sources are credited with by a model: won and open apart',
  request: { query: ReportQuery.extend({ groupBy: Grouping.default('campaign') }) },
  responses: { 200: json(CreditReport, 'Credits by group; they and what nobody touched add up to the whole') },
});
const compareRoute = createRoute({
  method: 'get',
  path: '/attribution/compare',
  action: 'attribution.read',
  tags,
  summary: 'The same paths by several models, side by side',
  request: {
    query: WindowQuery.extend({ groupBy: Grouping.default('campaign'), measure: Measure.default('revenue') }),
  },
  responses: { 200: json(ModelComparison, 'What each model gives each group') },
});
const pathsRoute = createRoute({
  method: 'get',
  path: '/attribution/paths',
  action: 'attribution.read',
  tags,
  summary: 'The ways that opportunities came: the most common paths, how they flow, how long they took',
  request: {
    query: WindowQuery.extend({
      outcome: PathOutcome.default('won'),
      by: z.enum(['channel', 'campaign']).default('channel'),
      campaignId: Id.optional().openapi({ description: 'Only opportunities that this campaign touched' }),
    }),
  },
  responses: { 200: json(PathReport, 'Paths') },
});
const ledgerRoute = createRoute({
  method: 'get',
  path: '/attribution/ledger',
  action: 'attribution.read',
  tags,
  summary: 'The rows of the ledger that a figure is the sum of, the last written first',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      ...WindowQuery.shape,
      model: Model.default(defaultModel),
      measure: Measure.optional(),
      opportunityId: Id.optional(),
      campaignId: Id.optional(),
      parentId: Id.optional().openapi({ description: 'A campaign with everything below it' }),
      personId: Id.optional(),
      channel: z.string().max(200).optional(),
      source: z.string().max(200).optional(),
    }),
  },
  responses: { 200: json(pageOf(LedgerRow), 'A page of the ledger') },
});

/** The paths that an answer lists; flows are made from more of them. */
const listedPaths = 50;

/** GET /attribution, /attribution/compare, /attribution/paths, /attribution/ledger */
export function attributionRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(creditsRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { model, groupBy, ...days } = c.req.valid('query');
    const asked = { model, ...windowOf(days) };
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      const basis = await readBasis(db, asked);
      const groups = presentGroups(await listCredits(db, { ...asked, groupBy }), groupBy, basis.currency);
      return { basis, groupBy, groups, ...presentTotals(await findCreditTotals(db, asked), basis.currency) };
    });
    return c.json(report, 200);
  });
  app.openapi(compareRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { measure, groupBy, ...days } = c.req.valid('query');
    const window = windowOf(days);
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      const basis = await readBasis(db, { model: defaultModel, ...window });
      const rows = await listCreditsByModel(db, { ...window, measure, groupBy });
      return { basis, groupBy, measure, models: Model.options, ...presentComparison(rows, groupBy, basis.currency) };
    });
    return c.json(report, 200);
  });
  app.openapi(pathsRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { outcome, by, campaignId, ...days } = c.req.valid('query');
    const window = windowOf(days);
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      const basis = await readPlainBasis(db, window);
      const found = await listPathsTaken(db, { ...window, outcome, by, campaignId: campaignId ?? null });
      const { averageDays, medianDays, paths, ...counts } = found;
      return {
        basis,
        outcome,
        ...counts,
        daysToClose: { average: averageDays, median: medianDays },
        paths: paths.slice(0, listedPaths).map(({ valueMinor, ...path }) => ({
          ...path,
          value: { amountMinor: valueMinor, currency: basis.currency },
        })),
        ...flowOf(paths, outcome),
      };
    });
    return c.json(report, 200);
  });
  app.openapi(ledgerRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { limit, cursor, model, ...query } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]));
    const filter = {
      model,
      ...windowOf(query),
      measure: query.measure ?? null,
      opportunityId: query.opportunityId ?? null,
      campaignId: query.campaignId ?? null,
      parentId: query.parentId ?? null,
      personId: query.personId ?? null,
      channel: query.channel ?? null,
      source: query.source ?? null,
    };
    const rows = await withTenant(database.db, actor.tenantId, (db) =>
      listEntries(db, { ...filter, limit: limit + 1, after: after?.[0] ?? null }),
    );
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.id] });
    return c.json({ data: data.map(presentEntry), nextCursor }, 200);
  });
  return app;
}
