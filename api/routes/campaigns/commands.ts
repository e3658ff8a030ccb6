import { z } from '@hono/zod-openapi';
import { Moment } from '../../../domain/calendar/moment.ts';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { insertCommandNote } from '../../../db/queries/audit/command-notes.ts';
import { findCampaign, markSendingStopped } from '../../../db/queries/campaigns/campaigns.ts';
import { findWorkflowRun } from '../../../db/queries/workflow-runs.ts';
import type { CampaignCommand } from '../../../domain/campaigns/lifecycle.ts';
import { CampaignStatus } from '../../../domain/campaigns/status.ts';
import { ResumeChoice } from '../../../domain/drips/drip.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Action } from '../../../domain/policy/policy.ts';
import { campaignWorkflowId } from '../../../workflows/campaigns/messages.ts';
import { giveCommand } from './command.ts';
import { requireLaunchable } from './preflight.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, WorkflowRef } from '../../schemas.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['campaigns'];
const Answer = z.object({
  id: z.uuid(),
  status: CampaignStatus,
  startAt: z.iso.datetime().nullable(),
  version: z.int(),
  workflow: WorkflowRef,
});

const Comment = z.strictObject({ comment: z.string().trim().max(2000).optional() }).optional();
const When = z.strictObject({ startAt: Moment.nullable().optional() }).optional();

const Resume = ResumeChoice.or(z.strictObject({})).optional();

interface CommandRoute {
  command: CampaignCommand;
  action: Action;
  body: z.ZodType<({ comment?: string; startAt?: string | null } & Partial<ResumeChoice>) | undefined>;
  summary: string;
}

/** Every command of a campaign's life, as a table: path, who may, what it takes. */
const commands: CommandRoute[] = [
  {
    command: 'submit',
    action: 'campaigns.submit',
    body: Comment,
    summary: 'Ask for approval; content and audience are locked from here on',
  },
  { command: 'withdraw', action: 'campaigns.submit', body: Comment, summary: 'Take it back from review' },
  {
    command: 'approve',
    action: 'campaigns.approve',
    body: Comment,
    summary: 'Approve what was submitted; not by one of its authors, and refused where pre-flight finds what blocks it',
  },
  { command: 'reject', action: 'campaigns.approve', body: Comment, summary: 'Send it back to draft with a comment' },
  { command: 'schedule', action: 'campaigns.launch', body: When, summary: 'Set the start, or move it' },
  { command: 'start', action: 'campaigns.launch', body: Comment, summary: 'Start now' },
  { command: 'pause', action: 'campaigns.control', body: Comment, summary: 'Hold everything within one batch' },
  {
    command: 'resume',
    action: 'campaigns.control',
    body: Resume,
    summary:
      'Go on; who came due in its drips meanwhile goes at once, spread over hours, or without the message that was missed',
  },
  { command: 'complete', action: 'campaigns.launch', body: Comment, summary: 'Close it; what is queued is taken back' },
  {
    command: 'cancel',
    action: 'campaigns.control',
    body: Comment,
    summary: 'Stop for good; what is queued is taken back',
  },
];

const stopRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/stop-sending',
  action: 'sending.stop',
  tags,
  summary: "The campaign's kill switch: nothing more leaves, whatever its state",
  request: {
    params: IdParam,
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ reason: z.string().trim().min(1).max(500) }) } },
    },
  },
  responses: { 204: { description: 'Sending is stopped' } },
});
const resumeRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/resume-sending',
  action: 'sending.stop',
  tags,
  summary: "Release the campaign's kill switch",
  request: { params: IdParam },
  responses: { 204: { description: 'Sending goes on' } },
});

/** POST /campaigns/{id}/<command>, and the campaign's kill switch. */
export function campaignCommandRoutes(deps: ApiDeps) {
  const { database, temporal, log } = deps;
  const app = newRouter();
  for (const { command, action, body, summary } of commands) {
    const route = createRoute({
      method: 'post',
      path: `/campaigns/{id}/${command}`,
      action,
      idempotent: true,
      tags,
      summary,
      request: { params: IdParam, body: { content: { 'application/json': { schema: body } } } },
      responses: { 200: json(Answer, 'The campaign after the command') },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, action);
      const ref = { tenantId: actor.tenantId, campaignId: c.req.valid('param').id };
      const { comment, startAt, ...rest } = c.req.valid('json') ?? {};
      const overdue = ResumeChoice.safeParse(rest).data;
      const campaign = await withTenant(database.db, actor.tenantId, (db) => findCampaign(db, ref.campaignId));
      if (!campaign) throw notFound('campaign');
      await requireLaunchable(deps, ref, { command, status: campaign.status });
      // Only what is not refused has something said with it.
      const note = await withTenant(database.db, actor.tenantId, (db) => noteOf(db, comment));
      const given = { ...ref, command, startAt, overdue, seenVersion: campaign.version, ...note };
      const after = await giveCommand(temporal, actor, given);
      const runId = await withTenant(database.db, actor.tenantId, (db) =>
        findWorkflowRun(db, 'campaign', ref.campaignId),
      );
      const workflow = workflowLink(c, { id: campaignWorkflowId(ref), runId });
      return c.json(
        { id: ref.campaignId, status: after.status, startAt: after.startAt, version: after.version, workflow },
        200,
      );
    });
  }

  app.openapi(stopRoute, async (c) => {
    const actor = allow(c, 'sending.stop');
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await markSendingStopped(db, id, { by: actor.name, reason }))) throw notFound('campaign');
      await insertAudit(db, actor, {
        action: 'campaign.stopSending',
        entityKind: 'campaign',
        entityId: id,
        after: { reason },
      });
    });
    return c.body(null, 204);
  });
  app.openapi(resumeRoute, async (c) => {
    const actor = allow(c, 'sending.stop');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findCampaign(db, id);
      if (!before) throw notFound('campaign');
      if (!before.sendingStoppedAt) throw new DomainError('conflict', 'Sending is not stopped here.');
      await markSendingStopped(db, id, null);
      await insertAudit(db, actor, {
        action: 'campaign.resumeSending',
        entityKind: 'campaign',
        entityId: id,
        before: { reason: before.sendingStoppedReason },
      });
    });
    await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.body(null, 204);
  });
  return app;
}

/** What was said with a command, by id, so that it can travel through workflows. */
async function noteOf(db: TenantDb, comment?: string): Promise<{ noteId?: string }> {
  return comment ? { noteId: await insertCommandNote(db, comment) } : {};
}
