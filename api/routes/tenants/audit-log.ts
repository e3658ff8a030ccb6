import { z } from '@hono/zod-openapi';
import { Moment } from '../../../domain/calendar/moment.ts';
import { withTenant } from '../../../db/connection.ts';
import { listActorNames } from '../../../db/queries/audit/actor-names.ts';
import { listAudit } from '../../../db/queries/audit/audit.ts';
import { nameEntities, type NamedEntity } from '../../../db/queries/audit/entity-names.ts';
import { Id } from '../../../domain/ids.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, PageQuery, pageOf, Time } from '../../schemas.ts';

const AuditEntry = z
  .object({
    id: Id,
    at: Time,
    actor: z.object({
      kind: z.enum(['user', 'apiKey', 'workflow', 'system']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    action: z.string(),
    /** `name` is the current name, or the last one in the log if the entity no longer exists; null if neither is known. */
    entity: z.object({
      kind: z.string(),
      id: z.string().nullable(),
      name: z.string().nullable(),
      isThere: z.boolean(),
    }),
    /** Which part of the entity: a drip of a campaign, a task of a person; null where it is about all of it, or where that was not kept yet. */
    part: z.object({ kind: z.string(), id: Id, name: z.string() }).nullable(),
    changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  })
  .openapi('AuditEntry');

const listAuditLog = createRoute({
  method: 'get',
  path: '/audit-log',
  action: 'audit.read',
  tags: ['audit'],
  summary: 'Who changed what, newest first',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      entityKind: z.string().max(60).optional(),
      entityId: Id.optional(),
      actorId: z.string().max(60).optional(),
      action: z.string().max(60).optional(),
      from: Moment.optional(),
      to: Moment.optional(),
    }),
  },
  responses: { 200: json(pageOf(AuditEntry), 'A page of entries') },
});

/** GET /audit-log */
export function auditLogRoutes({ database, directory }: ApiDeps) {
  const app = newRouter();
  app.openapi(listAuditLog, async (c) => {
    const actor = allow(c, 'audit.read');
    const { limit, cursor, from, to, ...filter } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([Id]))?.[0];
    const times = { from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    const { rows, names } = await withTenant(database.db, actor.tenantId, async (db) => {
      const rows = await listAudit(db, { ...filter, ...times, before, limit: limit + 1 });
      return { rows, names: await nameEntities(db, rows) };
    });
    const users = rows.flatMap(({ entityKind, entityId }) => (entityKind === 'user' ? [entityId] : []));
    for (const [id, name] of await listActorNames(directory.db, users)) names.set(id, { name, isThere: true });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: ({ id }) => [id] });
    return c.json({ data: data.map((row) => show(row, names)), nextCursor }, 200);
  });
  return app;
}

type Row = Awaited<ReturnType<typeof listAudit>>[number];

function show(row: Row, names: ReadonlyMap<string, NamedEntity>): z.infer<typeof AuditEntry> {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind as 'user', id: row.actorId, name: row.actorName },
    action: row.action,
    entity: {
      kind: row.entityKind,
      id: row.entityId,
      ...(names.get(row.entityId ?? '') ?? { name: null, isThere: false }),
    },
    part: row.part as z.infer<typeof AuditEntry>['part'],
    changes: row.changes as { field: string; from: unknown; to: unknown }[],
  };
}
