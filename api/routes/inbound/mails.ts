import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  countInboundMails,
  findInboundMail,
  listInboundMails,
  settleInboundMail,
  type KeptMailRow,
  type ListedMail,
} from '../../../db/queries/inbound/mails.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { inboundFilters, KeptMail, KeptVerdict } from '../../../domain/inbound/kept-mail.ts';
import { forwardings } from '../../../domain/notifications/answers-by-mail.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { openKeptMail } from './open-mail.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, PageQuery, Time } from '../../schemas.ts';

const tags = ['inbound'];
const Mail = KeptMail.openapi('InboundMail');
const MailDetail = KeptMail.extend({
  verdicts: z.array(KeptVerdict),
  bytes: z.int(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z
    .string()
    .nullable()
    .openapi({ description: 'What was written, as text; null where the mail is not kept any more' }),
  phrases: z.array(z.object({ phrase: z.string(), isSuggested: z.boolean() })),
  settledByName: z.string().nullable(),
  settledAt: Time.nullable(),
  problem: z
    .string()
    .nullable()
    .openapi({ description: 'Why it could not be recorded, where the question is `failed`' }),
  forwarding: z
    .enum(forwardings)
    .nullable()
    .openapi({ description: 'What became of passing it on, where answers are; `uncertain` is not sent again' }),
}).openapi('InboundMailDetail');
const Counts = z.object({
  since: Time,
  kinds: z.record(z.string(), z.int()),
  review: z.int().openapi({ description: 'How many wait for a person to look at them, whenever they came' }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/inbound-mails',
  action: 'inbound.read',
  tags,
  summary: 'What came back by mail and from providers, newest first',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      filter: z.enum(inboundFilters).optional(),
      q: z.string().trim().min(1).max(200).optional().openapi({ description: 'Part of the subject or of an address' }),
      personId: Id.optional(),
      ruleId: Id.optional(),
    }),
  },
  responses: { 200: json(pageOf(Mail), 'A page of mails') },
});
const countsRoute = createRoute({
  method: 'get',
  path: '/inbound-mails/counts',
  action: 'inbound.read',
  tags,
  summary: 'How many of which kind came in the last 30 days, and how many wait for a person',
  responses: { 200: json(Counts, 'The counts') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/inbound-mails/{id}',
  action: 'inbound.read',
  tags,
  summary: 'One mail: its text, what it says of whom, and the line that decided',
  request: { params: IdParam },
  responses: { 200: json(MailDetail, 'The mail') },
});
const settleRoute = createRoute({
  method: 'post',
  path: '/inbound-mails/{id}/settle',
  action: 'inbound.teach',
  idempotent: true,
  tags,
  summary: 'Nothing follows from a mail that waited: somebody looked at it',
  request: { params: IdParam },
  responses: { 200: json(Mail, 'The mail as it is now') },
});

/** /inbound-mails: what came back. */
export function inboundMailRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'inbound.read');
    const { limit, cursor, filter = null, q = null, personId = null, ruleId = null } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string().max(40), Id]));
    const rows = await withTenant(database.db, tenantId, (db) =>
      listInboundMails(db, { filter, q, personId, ruleId, limit: limit + 1, after }),
    );
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.place, row.id] });
    return c.json({ data: data.map(show), nextCursor }, 200);
  });
  app.openapi(countsRoute, async (c) => {
    const { tenantId } = allow(c, 'inbound.read');
    const since = new Date(Date.now() - 30 * 24 * 3600_000).toISOString();
    return c.json({ since, ...(await withTenant(database.db, tenantId, (db) => countInboundMails(db, since))) }, 200);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'inbound.read');
    const row = await withTenant(database.db, tenantId, (db) => required(db, c.req.valid('param').id));
    const { verdicts, sealed, bytes, settledByName, settledAt, problem, forwarding } = row;
    const opened = openKeptMail(deps, sealed);
    const detail = {
      verdicts,
      bytes,
      ...opened,
      settledByName,
      settledAt: settledAt?.toISOString() ?? null,
      problem,
      forwarding,
    };
    return c.json({ ...show(row), ...detail }, 200);
  });
  app.openapi(settleRoute, async (c) => {
    const actor = allow(c, 'inbound.teach');
    const { id } = c.req.valid('param');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      if (!(await settleInboundMail(db, { id, byName: actor.name })))
        throw new DomainError(
          'conflict',
          'This mail waits for nobody any more: it was decided meanwhile. Nothing was changed.',
        );
      await insertAudit(db, actor, {
        ...{ action: 'inbound.settle', entityKind: 'inboundMail', entityId: id },
        before: { state: before.state },
        after: { state: 'settled' },
      });
      return required(db, id);
    });
    return c.json(show(row), 200);
  });
  return app;
}

async function required(db: TenantDb, id: string): Promise<KeptMailRow> {
  const row = await findInboundMail(db, id);
  if (!row) throw notFound('mail');
  return row;
}

function show(row: ListedMail): KeptMail {
  const { id, way, receivedAt, kind, reason, state, question, fromAddress, subject, excerpt } = row;
  const { messageId, person, campaign, ruleId } = row;
  return {
    ...{ id, way, receivedAt, kind, reason, state, question, fromAddress, subject, excerpt },
    ...{ messageId, person, campaign, ruleId },
  };
}
