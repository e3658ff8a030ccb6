import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listApprovals } from '../../../db/queries/approvals/approvals.ts';
import { listOpenApprovals, type OpenApprovalRow } from '../../../db/queries/approvals/open-approvals.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, Time } from '../../schemas.ts';

const Approval = z.object({
  id: Id,
  campaignId: Id,
  submittedByName: z.string(),
  submittedAt: Time,
  note: z.string(),
  decision: z.enum(['approved', 'rejected', 'withdrawn']).nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: Time.nullable(),
  comment: z.string(),
  voided: z.object({ at: Time, byName: z.string().nullable(), because: z.string() }).nullable().openapi({
    description:
      'That an approval was taken back later: by a change (`because` names it where it was not one of the campaign itself), or by nobody, because the start came and could not be',
  }),
});
const OpenApproval = Approval.extend({
  campaignName: z.string(),
  part: z
    .object({
      kind: z.enum(['dripVersion', 'nurtureItem', 'nurtureVersion']),
      id: Id,
      name: z.string(),
      number: z.int().nullable().openapi({ description: 'Of a version' }),
      itemName: z.string().nullable(),
    })
    .nullable()
    .openapi({ description: 'What came to a drip or a nurture programme that runs; null: the campaign as a whole' }),
  startAt: Time.nullable(),
  canDecide: z.boolean().openapi({ description: 'False for those who edited it' }),
});
const tags = ['approvals'];
const inboxRoute = createRoute({
  method: 'get',
  path: '/approvals',
  action: 'campaigns.read',
  tags,
  summary:
    'What waits for a decision, oldest first: campaigns, new versions of drips and nurture programmes, new items of the latter',
  responses: { 200: json(pageOf(OpenApproval), 'Everything that is open; there is one page of 500 at most') },
});
const historyRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/approvals',
  action: 'campaigns.read',
  tags,
  summary: 'All requests for approval of a campaign and what became of them, newest first',
  request: { params: IdParam },
  responses: { 200: json(pageOf(Approval), 'The newest 200') },
});

/** /approvals: the inbox, and a campaign's history of them. Deciding is a command of the campaign. */
export function approvalRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(inboxRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const rows = await withTenant(database.db, actor.tenantId, listOpenApprovals);
    const me = actor.personId ?? '';
    const data = rows.map((row) => ({
      ...present({ ...row, decision: null, decidedByName: null, decidedAt: null, comment: '', ...notVoided }),
      campaignName: row.campaignName,
      part: partOf(row),
      startAt: row.startAt?.toISOString() ?? null,
      canDecide: !row.authors.includes(me) && row.submittedBy !== me,
    }));
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(historyRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      return listApprovals(db, id);
    });
    return c.json({ data: rows.map(present), nextCursor: null }, 200);
  });
  return app;
}

function partOf({ kind, partId, partName, number, itemName }: OpenApprovalRow): z.infer<typeof OpenApproval>['part'] {
  if (kind === 'campaign' || partId === null) return null;
  return { kind, id: partId, name: partName ?? '', number, itemName };
}

type ApprovalLike = Pick<
  Awaited<ReturnType<typeof listApprovals>>[number],
  | 'id'
  | 'campaignId'
  | 'submittedByName'
  | 'submittedAt'
  | 'note'
  | 'decision'
  | 'decidedByName'
  | 'decidedAt'
  | 'comment'
  | 'voidedAt'
  | 'voidedByName'
  | 'voidedBecause'
>;
const notVoided = { voidedAt: null, voidedByName: null, voidedBecause: '' };

function present(row: ApprovalLike) {
  return {
    id: row.id,
    campaignId: row.campaignId,
    submittedByName: row.submittedByName,
    submittedAt: row.submittedAt.toISOString(),
    note: row.note,
    decision: row.decision as 'approved' | 'rejected' | 'withdrawn' | null,
    decidedByName: row.decidedByName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    comment: row.comment,
    voided: row.voidedAt && { at: row.voidedAt.toISOString(), byName: row.voidedByName, because: row.voidedBecause },
  };
}
