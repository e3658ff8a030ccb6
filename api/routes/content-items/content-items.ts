import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  findContentItem,
  insertContentItem,
  listContentItems,
  listContentTopics,
  updateContentItem,
} from '../../../db/queries/content-items/content-items.ts';
import { findContentRound } from '../../../db/queries/content-items/rounds.ts';
import { countShowings } from '../../../db/queries/content-items/showings.ts';
import {
  contentFormats,
  ContentItem,
  ContentItemChange,
  ContentItemInput,
  isOrdered,
} from '../../../domain/content-items/content-item.ts';
import { voidingOutdated } from '../../../db/queries/approvals/void-approvals.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { contentSimilarity, contentSimilarityStart } from '../../../workflows/content-similarity.ts';
import { pageByText } from '../../cursor.ts';
import { tellAllEdited } from '../campaigns/command.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery, Time } from '../../schemas.ts';

const tags = ['content'];
const Item = ContentItem.openapi('ContentItem');
const Worth = z.object({ ndcg: z.number(), hitRate: z.number(), coverage: z.number(), novelty: z.number() });
const Figures = z.object({
  round: z
    .object({
      comparedAt: Time,
      people: z.int(),
      engagements: z.int(),
      comparison: z
        .object({ users: z.int(), items: z.int(), taken: z.int(), ours: Worth, popular: Worth })
        .nullable()
        .openapi({
          description:
            'What three recommendations by the first four fifths of what people read were worth on the last fifth, ours and what is popular; null: too few read anything',
        }),
    })
    .nullable(),
  mail: z
    .object({ shown: z.int(), people: z.int(), clicked: z.int(), items: z.int() })
    .openapi({ description: 'What messages of the last 90 days showed, and what people clicked of it' }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/content-items',
  action: 'campaigns.read',
  tags,
  summary: 'What can be recommended, by title',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      q: z.string().max(200).optional().openapi({ description: 'Part of the title' }),
      format: z.enum(contentFormats).optional(),
      language: z.string().max(2).optional(),
      topic: z.string().max(60).optional(),
      state: z.enum(['open', 'closed', 'archived']).optional().openapi({
        description: 'open: recommended today; closed: not yet, or over; without it, all but archived ones',
      }),
    }),
  },
  responses: { 200: json(pageOf(Item), 'A page of items') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/content-items',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add something that can be recommended',
  request: { body: jsonBody(ContentItemInput) },
  responses: { 201: json(Item, 'The item') },
});
const topicsRoute = createRoute({
  method: 'get',
  path: '/content-items/topics',
  action: 'campaigns.read',
  tags,
  summary: 'The topics that items have, by name',
  responses: { 200: json(pageOf(z.string()), 'At most 500') },
});
const figuresRoute = createRoute({
  method: 'get',
  path: '/content-items/figures',
  action: 'campaigns.read',
  tags,
  summary: 'What recommendations are worth: measured on what people read, and clicked in mail',
  responses: { 200: json(Figures, 'The figures') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/content-items/{id}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One item',
  request: { params: IdParam },
  responses: { 200: json(Item, 'The item') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/content-items/{id}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary:
    'Change an item; `isArchived: true` stops recommending it for good, and keeps what was read; approved campaigns that show it need a new approval',
  request: { params: IdParam, body: jsonBody(ContentItemChange) },
  responses: { 200: json(Item, 'The item as it is now') },
});

/** /content-items: what can be recommended. */
export function contentItemRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const items = await pageByText<ContentItem>(
      c,
      { limit, cursor },
      {
        textOf: ({ title }) => title,
        read: (part) => withTenant(database.db, tenantId, (db) => listContentItems(db, { ...filter, ...part })),
      },
    );
    return c.json(items, 200);
  });
  app.openapi(topicsRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    return c.json({ data: await withTenant(database.db, tenantId, listContentTopics), nextCursor: null }, 200);
  });
  app.openapi(figuresRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const figures = await withTenant(database.db, tenantId, async (db) => ({
      round: (await findContentRound(db)) ?? null,
      mail: await countShowings(db, new Date().toISOString()),
    }));
    return c.json(figures, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const id = creationId(c);
    const input = c.req.valid('json');
    const item = await withTenant(database.db, actor.tenantId, async (db) => {
      const known = await findContentItem(db, id);
      if (known) return known;
      await insertContentItem(db, { ...input, id });
      await insertAudit(db, actor, { action: 'content.add', entityKind: 'content_item', entityId: id, after: input });
      return required(db, id);
    });
    await wake(actor.tenantId);
    setEtag(c, item.version);
    return c.json(item, 201);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const item = await withTenant(database.db, tenantId, (db) => required(db, c.req.valid('param').id));
    setEtag(c, item.version);
    return c.json(item, 200);
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const version = expectedVersion(c);
    const [item, voided] = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      if (!isOrdered({ ...before, ...change })) throw outOfOrder();
      const cause = { actor, through: `The content “${before.title}” was changed.` };
      const { result: isChanged, voided } = await voidingOutdated(db, cause, () =>
        updateContentItem(db, { id, version, change }),
      );
      if (!isChanged) throw changedMeanwhile();
      const after = await required(db, id);
      const audited = { action: 'content.edit', entityKind: 'content_item', entityId: id };
      await insertAudit(db, actor, { ...audited, before: written(before), after: written(after) });
      return [after, voided] as const;
    });
    await tellAllEdited(temporal, actor.tenantId, voided);
    await wake(actor.tenantId);
    setEtag(c, item.version);
    return c.json(item, 200);
  });
  return app;

  /** Items that changed are compared soon. Where Temporal is away, housekeeping finds them later. */
  async function wake(tenantId: string): Promise<void> {
    await temporal.workflow.signalWithStart(contentSimilarity, contentSimilarityStart({ tenantId })).catch(() => {});
  }
}

async function required(db: TenantDb, id: string): Promise<ContentItem> {
  const item = await findContentItem(db, id);
  if (!item) throw notFound('content item');
  return item;
}

/** The fields of an item that people edit, without its counts. */
function written({ readers: _readers, version: _version, updatedAt: _updatedAt, ...item }: ContentItem) {
  return item;
}

function outOfOrder(): DomainError {
  return new DomainError('invalid', 'The last day would be before the first. Nothing was saved.', [
    { path: 'validUntil', code: 'custom', message: 'must not be before `validFrom`' },
  ]);
}
