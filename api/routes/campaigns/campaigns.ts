import { z } from '@hono/zod-openapi';
import { Moment } from '../../../domain/calendar/moment.ts';
import { withTenant } from '../../../db/connection.ts';
import { listActorNames } from '../../../db/queries/audit/actor-names.ts';
import {
  findCampaignOverview,
  listCampaigns,
  type CampaignOverview,
  type CampaignSort,
} from '../../../db/queries/campaigns/overviews.ts';
import { listAncestors } from '../../../db/queries/campaigns/tree.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { Campaign, CampaignChange, NewCampaign } from '../../../domain/campaigns/campaign.ts';
import { CampaignStatus } from '../../../domain/campaigns/status.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { tellEdited } from './command.ts';
import { removeCampaign } from './delete.ts';
import { changeCampaign, createCampaign } from './edit.ts';
import { requireColleague } from './owner.ts';
import { presentCampaign } from './present.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['campaigns'];
const sorts = ['-createdAt', 'name', 'startAt', '-startAt', '-completedAt'] as const satisfies readonly CampaignSort[];
const statusList = new RegExp(`^(?:${CampaignStatus.options.join('|')})(?:,(?:${CampaignStatus.options.join('|')}))*$`);
const Hierarchy = z.object({
  ancestors: z.array(z.object({ id: Id, name: z.string() })).openapi({ description: 'The topmost first' }),
  children: z.array(Campaign).openapi({ description: 'By name, 500 at most; more are at /campaigns?parentId=' }),
});
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns',
  action: 'campaigns.read',
  tags,
  summary: 'Campaigns with their figures',
  request: {
    query: PageQuery.extend({
      sort: z.enum(sorts).default('-createdAt'),
      status: z
        .string()
        .regex(statusList, `must be one or more of ${CampaignStatus.options.join(', ')}, separated by commas`)
        .optional()
        .openapi({ description: 'One or more states, separated by commas' }),
      q: z.string().max(200).optional().openapi({ description: 'Part of the name' }),
      ownerId: Id.optional(),
      campaignTypeId: Id.optional(),
      parentId: z
        .union([Id, z.literal('none')])
        .optional()
        .openapi({ description: 'The campaign they stand directly below; `none`: below no other' }),
      startFrom: Moment.optional(),
      startBefore: Moment.optional(),
      tag: z.string().max(50).optional(),
    }),
  },
  responses: { 200: json(pageOf(Campaign), 'A page of campaigns') },
});
const createCampaignRoute = createRoute({
  method: 'post',
  path: '/campaigns',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a campaign; it starts as a draft',
  request: { body: jsonBody(NewCampaign) },
  responses: { 201: json(Campaign, 'The new campaign') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One campaign',
  request: { params: IdParam },
  responses: { 200: json(Campaign, 'The campaign') },
});
const hierarchyRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/hierarchy',
  action: 'campaigns.read',
  tags,
  summary:
    'Where a campaign stands: those above it and those directly below it, each with its own figures and its roll-up',
  request: { params: IdParam },
  responses: { 200: json(Hierarchy, 'Its place in the hierarchy') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Change a campaign; what is approved goes back to draft where content or audience change',
  request: { params: IdParam, body: jsonBody(CampaignChange) },
  responses: { 200: json(Campaign, 'The campaign as it is now') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaigns/{id}',
  action: 'campaigns.write',
  tags,
  summary: 'Remove a draft, or a campaign that was cancelled before it began, with everything of it',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /campaigns: list, create, read, change, remove. Commands are in commands.ts. */
export function campaignRoutes(deps: ApiDeps) {
  const { database, directory, temporal } = deps;
  const app = newRouter();
  const read = async (actor: Actor, id: string): Promise<CampaignOverview> => {
    const row = await withTenant(database.db, actor.tenantId, (db) => findCampaignOverview(db, id));
    if (!row) throw notFound('campaign');
    return row;
  };
  const namesOf = (rows: CampaignOverview[]) =>
    listActorNames(
      directory.db,
      rows.map((row) => row.ownerId),
    );

  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { limit, cursor, sort, status, ...filter } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string().nullable(), Id]));
    const rows = await withTenant(database.db, actor.tenantId, (db) =>
      listCampaigns(db, {
        filter: { ...filter, status: status?.split(',') as CampaignStatus[] | undefined },
        sort,
        after: after ? { value: after[0], id: after[1] } : null,
        limit: limit + 1,
      }),
    );
    const names = await namesOf(rows);
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [sortValue(row, sort), row.id] });
    return c.json({ data: data.map((row) => presentCampaign(c, row, names)), nextCursor }, 200);
  });
  app.openapi(createCampaignRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    await requireColleague(deps, actor, c.req.valid('json').ownerId);
    const id = await createCampaign(database.db, actor, { id: creationId(c), ...c.req.valid('json') });
    const row = await read(actor, id);
    setEtag(c, row.version);
    return c.json(presentCampaign(c, row, await namesOf([row])), 201);
  });
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const row = await read(actor, c.req.valid('param').id);
    setEtag(c, row.version);
    return c.json(presentCampaign(c, row, await namesOf([row])), 200);
  });
  app.openapi(hierarchyRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const found = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      const children = await listCampaigns(db, { filter: { parentId: id }, sort: 'name', after: null, limit: 500 });
      return { ancestors: await listAncestors(db, id), children };
    });
    const names = await namesOf(found.children);
    return c.json({ ...found, children: found.children.map((row) => presentCampaign(c, row, names)) }, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id } = c.req.valid('param');
    await read(actor, id);
    await requireColleague(deps, actor, c.req.valid('json').ownerId);
    await changeCampaign(database.db, actor, { id, version: expectedVersion(c), change: c.req.valid('json') });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: id });
    const row = await read(actor, id);
    setEtag(c, row.version);
    return c.json(presentCampaign(c, row, await namesOf([row])), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    await removeCampaign(deps, actor, c.req.valid('param').id);
    return c.body(null, 204);
  });
  return app;
}

function sortValue(row: CampaignOverview, sort: CampaignSort): string {
  if (sort === 'name') return row.name;
  if (sort === '-createdAt') return row.createdAt.toISOString();
  if (sort === '-completedAt') return row.completedAt?.toISOString() ?? '-infinity';
  return row.startAt?.toISOString() ?? 'infinity';
}
