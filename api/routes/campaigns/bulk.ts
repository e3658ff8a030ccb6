import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listCampaignTags } from '../../../db/queries/campaigns/campaigns.ts';
import { CampaignBulkResult, CampaignIds, CampaignsOrder } from '../../../domain/campaigns/bulk.ts';
import type { CampaignCommand } from '../../../domain/campaigns/lifecycle.ts';
import type { Action } from '../../../domain/policy/policy.ts';
import { commandCampaigns, orderCampaigns } from './command-many.ts';
import { requireColleague } from './owner.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['campaigns'];
const Answer = z.object({ results: z.array(CampaignBulkResult) });
const answer = json(Answer, 'A result per campaign, in the order given; one that refuses does not stop the others');

/** The commands that can be given to several campaigns at once, and the right each takes. */
const commands: { command: CampaignCommand; action: Action; summary: string }[] = [
  { command: 'submit', action: 'campaigns.submit', summary: 'Ask for approval of several campaigns' },
  { command: 'withdraw', action: 'campaigns.submit', summary: 'Take several campaigns back from review' },
  { command: 'pause', action: 'campaigns.control', summary: 'Pause several campaigns' },
  { command: 'resume', action: 'campaigns.control', summary: 'Let several campaigns go on' },
  { command: 'cancel', action: 'campaigns.control', summary: 'Stop several campaigns for good' },
];

const orderRoute = createRoute({
  method: 'post',
  path: '/bulk/campaigns/order',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Give several campaigns other tags, another owner or another parent',
  request: { body: jsonBody(CampaignsOrder) },
  responses: { 200: answer },
});
const tagsRoute = createRoute({
  method: 'get',
  path: '/campaign-tags',
  action: 'campaigns.read',
  tags,
  summary: 'The tags that campaigns have, with how many have each',
  responses: {
    200: json(pageOf(z.object({ tag: z.string(), campaigns: z.int() })), 'By tag, 500 at most'),
  },
});

/** What is done with several campaigns at once, and the tags there are. */
export function campaignBulkRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(orderRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const order = c.req.valid('json');
    await requireColleague(deps, actor, order.ownerId);
    return c.json({ results: await orderCampaigns(database.db, actor, order) }, 200);
  });
  app.openapi(tagsRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    return c.json({ data: await withTenant(database.db, actor.tenantId, listCampaignTags), nextCursor: null }, 200);
  });
  for (const { command, action, summary } of commands) {
    const route = createRoute({
      method: 'post',
      path: `/bulk/campaigns/${command}`,
      action,
      idempotent: true,
      tags,
      summary,
      request: { body: jsonBody(z.strictObject({ campaignIds: CampaignIds })) },
      responses: { 200: answer },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, action);
      const { campaignIds } = c.req.valid('json');
      return c.json({ results: await commandCampaigns(deps, actor, { campaignIds, command }) }, 200);
    });
  }
  return app;
}
