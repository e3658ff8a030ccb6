import { withTenant } from '../../../db/connection.ts';
import { orderStream } from '../../../db/queries/nurtures/items.ts';
import { touchNurture } from '../../../db/queries/nurtures/state.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError } from '../../../domain/errors.ts';
import { StreamOrder } from '../../../domain/nurtures/item.ts';
import { Nurture } from '../../../domain/nurtures/nurture.ts';
import { tellEdited } from '../campaigns/command.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { auditItems, openItems } from './edit-items.ts';
import { NurtureParams, requireNurture, type FoundNurture } from './find.ts';
import { presentNurture } from './present.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody } from '../../schemas.ts';

const orderRoute = createRoute({
  method: 'put',
  path: '/campaigns/{id}/nurtures/{nurtureId}/order',
  action: 'campaigns.write',
  versioned: true,
  tags: ['nurture'],
  summary:
    'Put the items of a stream into an order: a new top item goes to everyone at the next cast. With If-Match (the version of the programme) items that are left out are taken off',
  request: { params: NurtureParams, body: jsonBody(StreamOrder) },
  responses: { 200: json(Nurture, 'The nurture programme as it is now') },
});

/** The order in which the items of a stream are cast. */
export function nurtureOrderRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();
  app.openapi(orderRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const { stream, itemIds } = c.req.valid('json');
    const changed = await withTenant(database.db, actor.tenantId, async (db) => {
      const found = await requireNurture(db, params);
      await openItems(db, actor, found);
      const version = expectedVersion(c);
      if (!(await touchNurture(db, found.row.id, version))) throw changedMeanwhile();
      // Read anew: whoever added an item meanwhile has been waited for.
      const here = await requireNurture(db, params);
      checkOrder(here, { stream, itemIds });
      const before = orderOf(here, stream);
      if (version === null && before.some((id) => !itemIds.includes(id))) throw leavesOut();
      await orderStream(db, { nurtureId: params.nurtureId, stream, itemIds });
      await auditItems(db, actor, {
        params,
        part: partOf('nurture', found.row),
        action: 'orderItems',
        before: { [stream]: before },
        after: { [stream]: itemIds },
      });
      return requireNurture(db, params);
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    setEtag(c, changed.row.version);
    return c.json(presentNurture(c, changed), 200);
  });
  return app;
}

function checkOrder({ row, items }: FoundNurture, { stream, itemIds }: { stream: string; itemIds: string[] }): void {
  const errors = itemIds
    .map((id, index) => ({ id, path: `itemIds.${index}`, isTwice: itemIds.indexOf(id) !== index }))
    .filter(({ id, isTwice }) => isTwice || !items.some((item) => item.id === id))
    .map(({ id, path, isTwice }) => ({
      path,
      code: isTwice ? 'duplicate' : 'unknown_reference',
      message: isTwice ? `${id} is named twice.` : `There is no item ${id}.`,
    }));
  if (!row.definition.streams.some(({ key }) => key === stream)) {
    errors.push({ path: 'stream', code: 'unknown_reference', message: `There is no stream ${stream}.` });
  }
  if (errors.length > 0) throw new DomainError('invalid', 'The order names something that does not exist.', errors);
}

function orderOf({ items }: FoundNurture, stream: string): string[] {
  return items
    .flatMap(({ id, places }) =>
      places.filter((place) => place.stream === stream).map(({ position }) => ({ id, position })),
    )
    .sort((a, b) => a.position - b.position)
    .map(({ id }) => id);
}

function leavesOut(): DomainError {
  return new DomainError(
    'conflict',
    'The order leaves out an item of the stream, which may have been added since you read it. Name every item, or send If-Match with the version of the programme that you read to take it off.',
  );
}
