import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listEngagements } from '../../../db/queries/content-items/engagements.ts';
import { loadCatalogue, recommendTo } from '../../../db/queries/content-items/recommendations.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import { RecommendedItem } from '../../../domain/content-items/content-item.ts';
import { profileOf } from '../../../domain/content-items/interest.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, Time } from '../../schemas.ts';

const PersonContent = pageOf(RecommendedItem.openapi('RecommendedItem')).extend({
  topics: z
    .array(z.object({ topic: z.string(), weight: z.number() }))
    .openapi({ description: 'What they read about, most first; what is long ago weighs less' }),
  read: z.array(z.object({ itemId: Id, title: z.string(), at: Time })).openapi({ description: 'The latest first' }),
});
const getRoute = createRoute({
  method: 'get',
  path: '/people/{id}/content',
  action: 'people.read',
  tags: ['content', 'people'],
  summary: 'What a person could read next and why, what they read, and what about',
  request: {
    params: IdParam,
    query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
  },
  responses: { 200: json(PersonContent, 'Recommendations with their reasons, the best first; there is one page') },
});

/** GET /people/{id}/content */
export function personContentRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id: personId } = c.req.valid('param');
    const { limit: most } = c.req.valid('query');
    const now = new Date();
    const found = await withTenant(database.db, tenantId, async (db) => {
      const person = await findPerson(db, personId);
      if (!person) throw notFound('person');
      const catalogue = await loadCatalogue(db, now.toISOString());
      const readers = [{ personId, language: person.language }];
      const recommended = (await recommendTo(db, { readers, catalogue, now, most })).get(personId) ?? [];
      const engagements = await listEngagements(db, [personId]);
      const topicsOf = (id: string) => catalogue.known.get(id)?.topics ?? [];
      const { topics } = profileOf(engagements, { now, topicsOf });
      const latest = new Map<string, Date>();
      for (const { itemId, at } of engagements) if (at > (latest.get(itemId) ?? 0)) latest.set(itemId, at);
      return {
        data: recommended,
        nextCursor: null,
        topics: [...topics].map(([topic, weight]) => ({ topic, weight })).sort((a, b) => b.weight - a.weight),
        read: [...latest]
          .sort(([, a], [, b]) => b.getTime() - a.getTime())
          .map(([itemId, at]) => ({ itemId, title: catalogue.known.get(itemId)?.title ?? '', at: at.toISOString() })),
      };
    });
    return c.json(found, 200);
  });
  return app;
}
