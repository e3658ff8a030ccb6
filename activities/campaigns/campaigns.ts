import { findActorName } from '../../db/queries/audit/actor-names.ts';
import { listMembersWithRole } from '../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { countBroadcasts, listBroadcasts } from '../../db/queries/broadcasts/broadcasts.ts';
import { markVoided } from '../../db/queries/approvals/approvals.ts';
import {
  findCampaign,
  findCampaignForUpdate,
  markCampaign,
  type CampaignRow,
} from '../../db/queries/campaigns/campaigns.ts';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { countDrips, listDrips } from '../../db/queries/drips/drips.ts';
import { listExperiments } from '../../db/queries/experiments/experiments.ts';
import { countNurtures, listNurtures } from '../../db/queries/nurtures/nurtures.ts';
import { findCommandNote } from '../../db/queries/audit/command-notes.ts';
import type { CampaignSnapshot } from '../../domain/campaigns/command.ts';
import { canApply, refusal, transitions, type CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { policy } from '../../domain/policy/policy.ts';
import type { CampaignRef } from '../../workflows/campaigns/messages.ts';
import { tellNotStarted, tellOfCommand } from '../approvals/notices.ts';
import { clockObstacle, rules, type CommandInput, type Deed } from './rules.ts';
import type { ActivityDeps } from '../deps.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** The activities of a campaign's life. */
export function createCampaignActivities({
  database,
  directory,
  temporal,
}: Pick<ActivityDeps, 'database' | 'directory' | 'temporal'>) {
  return {
    /** Reads what the workflow goes by. */
    async loadCampaign({ tenantId, campaignId }: CampaignRef): Promise<CampaignSnapshot> {
      return withTenant(database.db, tenantId, async (db) => {
        const campaign = await findCampaign(db, campaignId);
        if (!campaign) throw notFound('campaign');
        return snapshot(db, campaign);
      });
    },

    /** The parts that are not over, in their order: a broadcast by its id, a drip as `drip/{id}`, a nurture programme as `nurture/{id}`, a test as `experiment/{id}`. */
    async listParts({ tenantId, campaignId }: CampaignRef): Promise<string[]> {
      return withTenant(database.db, tenantId, async (db) => {
        const isOpen = ({ status }: { status: string }) => status !== 'completed' && status !== 'cancelled';
        const broadcasts = (await listBroadcasts(db, campaignId)).filter(isOpen).map(({ id }) => id);
        const drips = (await listDrips(db, campaignId)).filter(isOpen).map(({ id }) => `drip/${id}`);
        const nurtures = (await listNurtures(db, campaignId)).filter(isOpen).map(({ id }) => `nurture/${id}`);
        const experiments = (await listExperiments(db, campaignId))
          .filter(
            ({ status, rolledOutAt, broadcastId }) =>
              status !== 'cancelled' && !(status === 'decided' && (rolledOutAt || !broadcastId)),
          )
          .map(({ id }) => `experiment/${id}`);
        return [...broadcasts, ...drips, ...nurtures, ...experiments];
      });
    },

    /** Carries a command out: checks its rule, moves the row from an allowed state and writes the audit, all or nothing. */
    async applyCommand(input: CommandInput): Promise<CampaignSnapshot> {
      const name = await findActorName(directory.db, input.actor);
      const actor: Actor = { ...input.actor, tenantId: input.tenantId, name, isInstallationOperator: false };
      const approvers =
        input.command === 'submit'
          ? await listMembersWithRole(directory.db, input.tenantId, policy['campaigns.approve'])
          : [];
      const after = await withTenant(database.db, input.tenantId, async (db) => {
        const campaign = await findCampaignForUpdate(db, input.campaignId);
        if (!campaign) throw notFound('campaign');
        if (campaign.lastCommandId === input.commandId) return snapshot(db, campaign);
        const { from, to } = transitions[input.command];
        const status = campaign.status as CampaignStatus;
        if (!canApply(status, input.command)) throw new DomainError('conflict', refusal(status, input.command));
        const comment = input.noteId ? await findCommandNote(db, input.noteId) : '';
        const deed = { campaign, input, actor, comment };
        const obstacle = await clockObstacle(db, deed);
        if (obstacle) return snapshot(db, await takeBack(db, deed, obstacle));
        const values = await rules[input.command](db, deed);
        const moved = await markCampaign(db, { id: campaign.id, from, to, commandId: input.commandId, values });
        if (!moved) throw new DomainError('conflict', refusal(status, input.command));
        await insertAudit(db, actor, {
          action: `campaign.${input.command}`,
          entityKind: 'campaign',
          entityId: campaign.id,
          before: { status, startAt: campaign.startAt, comment: null },
          after: { status: moved.status, startAt: moved.startAt, comment: comment || null, ...input.overdue },
        });
        await tellOfCommand(db, deed, approvers);
        return snapshot(db, moved);
      });
      // What its drips and nurture programmes have on the road may go on.
      if (input.command === 'resume') await wake(temporal, input.tenantId);
      return after;
    },
  };
}

/** The activities of a campaign's life, as workflows see them. */
export type CampaignActivities = ReturnType<typeof createCampaignActivities>;

/** Back to draft, with the reason on record: what was to start by itself may not. */
async function takeBack(db: TenantDb, { campaign, input, actor }: Deed, reason: string): Promise<CampaignRow> {
  const moved = await markCampaign(db, {
    id: campaign.id,
    from: ['scheduled'],
    to: 'draft',
    commandId: input.commandId,
    values: { approvedHash: null },
  });
  if (!moved) throw new DomainError('conflict', 'The campaign has moved on.');
  await insertAudit(db, actor, {
    action: 'campaign.startRefused',
    entityKind: 'campaign',
    entityId: campaign.id,
    before: { status: campaign.status, reason: null },
    after: { status: moved.status, reason },
  });
  await markVoided(db, { campaignId: campaign.id, byName: null, because: reason });
  await tellNotStarted(db, { campaign, actor }, reason);
  return moved;
}

async function snapshot(db: TenantDb, campaign: CampaignRow): Promise<CampaignSnapshot> {
  return {
    status: campaign.status as CampaignStatus,
    startAt: campaign.startAt?.toISOString() ?? null,
    endAt: campaign.endAt?.toISOString() ?? null,
    parts:
      (await countBroadcasts(db, campaign.id)) +
      (await countDrips(db, campaign.id)) +
      (await countNurtures(db, campaign.id)),
    version: campaign.version,
  };
}
