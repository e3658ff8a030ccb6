import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { readReport } from '../../../db/queries/reports/read.ts';
import {
  deleteSavedReport,
  findSavedReport,
  insertSavedReport,
  listSavedReports,
  updateSavedReport,
  type SavedReportRow,
} from '../../../db/queries/reports/saved-reports.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { holdRow } from '../../../db/queries/hold.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { canDo } from '../../../domain/policy/policy.ts';
import { NewReport, ReportChange, SavedReport, type ReportSchedule } from '../../../domain/reports/saved-report.ts';
import { nextDelivery } from '../../../domain/reports/schedule.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, allowAlso, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';
import { wakeReportsOf } from './wake.ts';

const tags = ['reports'];
const action = 'campaigns.read' as const;

const listRoute = createRoute({
  method: 'get',
  path: '/saved-reports',
  action,
  tags,
  summary: 'Reports that are kept, by name',
  request: {},
  responses: { 200: json(pageOf(SavedReport), 'All of them; there is one page') },
});
const readRoute = createRoute({
  method: 'get',
  path: '/saved-reports/{id}',
  action,
  versioned: true,
  tags,
  summary: 'One kept report; its figures are at /reports/{kind} with its query',
  request: { params: IdParam },
  responses: { 200: json(SavedReport, 'The report') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/saved-reports',
  action,
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Keep a report; to send it by mail takes the right to write campaigns',
  request: { body: jsonBody(NewReport) },
  responses: { 201: json(SavedReport, 'The report') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/saved-reports/{id}',
  action,
  versioned: true,
  tags,
  summary: 'Change a report of your own; whoever writes campaigns changes all',
  request: { params: IdParam, body: jsonBody(ReportChange) },
  responses: { 200: json(SavedReport, 'The report as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/saved-reports/{id}',
  action,
  tags,
  summary: 'Delete a report with its links; it is sent no more',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

/** /saved-reports: keep, change, send by mail. */
export function savedReportRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, action);
    const rows = await withTenant(database.db, actor.tenantId, listSavedReports);
    return c.json({ data: rows.map((row) => present(row, actor)), nextCursor: null }, 200);
  });
  app.openapi(readRoute, async (c) => {
    const actor = allow(c, action);
    const row = await withTenant(database.db, actor.tenantId, (db) => findReport(db, c.req.valid('param').id));
    setEtag(c, row.version);
    return c.json(present(row, actor), 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, action);
    const values = c.req.valid('json');
    if (values.schedule) allowAlso(c, 'campaigns.write');
    const id = creationId(c);
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      await refuseUnreadable(db, values);
      const nextAt = await timeOf(db, values.schedule);
      await insertSavedReport(db, { ...values, nextAt, id, ownerId: personOf(actor), ownerName: actor.name });
      await audit(db, actor, { id, verb: 'create', after: values });
      return findReport(db, id);
    });
    if (row.schedule) await wakeReportsOf(temporal, log, actor.tenantId);
    setEtag(c, row.version);
    return c.json(present(row, actor), 201);
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, action);
    const { id } = c.req.valid('param');
    const values = c.req.valid('json');
    if (values.schedule) allowAlso(c, 'campaigns.write');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdRow(db, 'reports', id);
      const before = await findOwn(db, actor, id);
      await refuseUnreadable(db, { kind: before.kind, query: values.query ?? before.query });
      const timed = values.schedule === undefined ? {} : { nextAt: await timeOf(db, values.schedule) };
      const change = { id, version: expectedVersion(c) ?? before.version, values: { ...values, ...timed } };
      if (!(await updateSavedReport(db, change))) throw changedMeanwhile();
      const after = await findReport(db, id);
      await audit(db, actor, { id, verb: 'update', before, after });
      return after;
    });
    if (values.schedule) await wakeReportsOf(temporal, log, actor.tenantId);
    setEtag(c, row.version);
    return c.json(present(row, actor), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, action);
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findOwn(db, actor, id);
      await deleteSavedReport(db, id);
      await audit(db, actor, { id, verb: 'delete', before });
    });
    return c.body(null, 204);
  });
  return app;
}

/** The report; 404 where the tenant has none of this id. */
export async function findReport(db: TenantDb, id: string): Promise<SavedReportRow> {
  const row = await findSavedReport(db, id);
  if (!row) throw notFound('report');
  return row;
}

const personOf = (actor: Actor): string => actor.personId ?? actor.name;
const mayChange = (row: SavedReportRow, actor: Actor): boolean =>
  row.ownerId === personOf(actor) || canDo(actor.role, 'campaigns.write');

async function findOwn(db: TenantDb, actor: Actor, id: string): Promise<SavedReportRow> {
  const row = await findReport(db, id);
  if (!mayChange(row, actor))
    throw new DomainError('forbidden', 'This report belongs to somebody else. Keep one of your own instead.');
  return row;
}

/** A report that could not be read later is refused: one with impossible days, or of a campaign that does not exist. */
async function refuseUnreadable(db: TenantDb, { kind, query }: Pick<SavedReportRow, 'kind' | 'query'>): Promise<void> {
  await readReport(db, { kind, asked: query, nowIso: new Date().toISOString() });
}

async function timeOf(db: TenantDb, schedule: ReportSchedule | null): Promise<string | null> {
  if (!schedule) return null;
  const zone = (await findTenant(db))?.timeZone ?? 'UTC';
  return nextDelivery(schedule.rhythm, { zone, afterIso: new Date().toISOString() });
}

function present(row: SavedReportRow, actor: Actor): SavedReport {
  const { id, kind, name, query, schedule, ownerName, problem, openShares, version } = row;
  return {
    ...{ id, kind, name, query, schedule, ownerName, problem, openShares, version },
    mayChange: mayChange(row, actor),
    nextAt: row.nextAt?.toISOString() ?? null,
    lastSentAt: row.lastSentAt?.toISOString() ?? null,
  };
}

function audit(
  db: TenantDb,
  actor: Actor,
  { id, verb, before, after }: { id: string; verb: string; before?: Told; after?: Told },
): Promise<void> {
  const told = (row?: Told) => row && { name: row.name, query: row.query, schedule: row.schedule };
  const entity = { entityKind: 'report', entityId: id };
  return insertAudit(db, actor, { action: `report.${verb}`, ...entity, before: told(before), after: told(after) });
}
type Told = Pick<SavedReportRow, 'name' | 'query' | 'schedule'>;
