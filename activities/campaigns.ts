import { findActorName } from '../db/queries/actor-names.ts';
import { insertAudit } from '../db/queries/audit.ts';
import { findOpenApproval, findContentHash, insertApproval, markApproval } from '../db/queries/approvals.ts';
import { listBroadcasts } from '../db/queries/broadcasts.ts';
import {
  findCampaign,
  findCampaignForUpdate,
  markCampaign,
  type CampaignRow,
  type TransitionValues,
} from '../db/queries/campaigns.ts';
import { withTenant, type TenantDb } from '../db/connection.ts';
import type { CampaignSnapshot, CommandRequest } from '../domain/campaigns/command.ts';
import {
  canApply,
  refusal,
  transitions,
  type CampaignCommand,
  type CampaignStatus,
} from '../domain/campaigns/lifecycle.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import type { Actor } from '../domain/policy/actor.ts';
import type { CampaignRef } from '../workflows/campaign-lifecycle.ts';
import type { ActivityDeps } from './deps.ts';

/** A command on its way to the row: `commandId` makes a retry the same command, `now` is the clock of the business. */
export type CommandInput = CampaignRef & CommandRequest & { commandId: string; now: string };

interface Deed {
  campaign: CampaignRow;
  input: CommandInput;
  actor: Actor;
}

/** What a command checks and what it writes beside the status. */
type Rule = (db: TenantDb, deed: Deed) => Promise<TransitionValues>;

/** The activities of a campaign's life. */
export function createCampaignActivities({ database, directory }: Pick<ActivityDeps, 'database' | 'directory'>) {
  return {
    /** Reads what the workflow goes by. */
    async loadCampaign({ tenantId, campaignId }: CampaignRef): Promise<CampaignSnapshot> {
      const campaign = await withTenant(database.db, tenantId, (db) => findCampaign(db, campaignId));
      if (!campaign) throw notFound('campaign');
      return snapshot(campaign);
    },

    /** The broadcasts that still have to be sent, in their order. */
    async listParts({ tenantId, campaignId }: CampaignRef): Promise<string[]> {
      const broadcasts = await withTenant(database.db, tenantId, (db) => listBroadcasts(db, campaignId));
      return broadcasts.filter(({ status }) => status !== 'completed' && status !== 'cancelled').map(({ id }) => id);
    },

    /** Carries a command out: checks its rule, moves the row from an allowed state and writes the audit, all or nothing. */
    async applyCommand(input: CommandInput): Promise<CampaignSnapshot> {
      const name = await findActorName(directory.db, input.actor);
      const actor: Actor = { ...input.actor, tenantId: input.tenantId, name, isInstallationOperator: false };
      return withTenant(database.db, input.tenantId, async (db) => {
        const campaign = await findCampaignForUpdate(db, input.campaignId);
        if (!campaign) throw notFound('campaign');
        if (campaign.lastCommandId === input.commandId) return snapshot(campaign);
        const { from, to } = transitions[input.command];
        const status = campaign.status as CampaignStatus;
        if (!canApply(status, input.command)) throw new DomainError('conflict', refusal(status, input.command));
        const values = await rules[input.command](db, { campaign, input, actor });
        const moved = await markCampaign(db, { id: campaign.id, from, to, commandId: input.commandId, values });
        if (!moved) throw new DomainError('conflict', refusal(status, input.command));
        await insertAudit(db, actor, {
          action: `campaign.${input.command}`,
          entityKind: 'campaign',
          entityId: campaign.id,
          before: { status, startAt: campaign.startAt, comment: null },
          after: { status: moved.status, startAt: moved.startAt, comment: input.comment ?? null },
        });
        return snapshot(moved);
      });
    },
  };
}

/** The activities of a campaign's life, as workflows see them. */
export type CampaignActivities = ReturnType<typeof createCampaignActivities>;

function snapshot(campaign: CampaignRow): CampaignSnapshot {
  return {
    status: campaign.status as CampaignStatus,
    startAt: campaign.startAt?.toISOString() ?? null,
    endAt: campaign.endAt?.toISOString() ?? null,
    version: campaign.version,
  };
}

const nothing: Rule = async () => ({});

const rules: Record<CampaignCommand, Rule> = {
  async submit(db, { campaign, input, actor }) {
    await insertApproval(db, {
      campaignId: campaign.id,
      contentHash: await findContentHash(db, campaign.id),
      submittedBy: personOf(actor),
      submittedByName: actor.name,
      note: input.comment ?? '',
    });
    return {};
  },
  withdraw: (db, deed) => decide(db, deed, 'withdrawn'),
  async reject(db, deed) {
    if (!deed.input.comment?.trim()) {
      throw new DomainError('invalid', 'Say what should change.', [
        { path: 'comment', code: 'required', message: 'A rejection needs a comment that says what should change.' },
      ]);
    }
    return decide(db, deed, 'rejected');
  },
  async approve(db, deed) {
    const { campaign, actor } = deed;
    const request = await findOpenApproval(db, campaign.id);
    if (!request) throw new DomainError('conflict', 'Nothing is up for approval.');
    const person = personOf(actor);
    if (campaign.authors.includes(person) || request.submittedBy === person) {
      throw new DomainError('forbidden', 'You wrote on this campaign, so somebody else has to approve it.');
    }
    const hash = await findContentHash(db, campaign.id);
    if (hash !== request.contentHash)
      throw new DomainError('conflict', 'The content has changed since it was submitted.');
    await decide(db, deed, 'approved');
    return { approvedHash: hash };
  },
  async schedule(db, { campaign, input }) {
    await checkApproved(db, campaign);
    const startAt = input.startAt ?? campaign.startAt?.toISOString();
    if (!startAt) throw invalidStart('Say when the campaign should start.');
    if (Date.parse(startAt) < Date.parse(input.now) - 60_000) throw invalidStart('The start lies in the past.');
    if (campaign.endAt && Date.parse(startAt) >= campaign.endAt.getTime())
      throw invalidStart('The start must be before the end date.');
    return { startAt };
  },
  async start(db, { campaign, input }) {
    await checkApproved(db, campaign);
    if (campaign.endAt && campaign.endAt.getTime() <= Date.parse(input.now)) {
      throw new DomainError('conflict', 'The end date has passed; move it before you start the campaign.');
    }
    const startAt =
      campaign.startAt && campaign.startAt.getTime() <= Date.parse(input.now)
        ? campaign.startAt.toISOString()
        : input.now;
    return { startedAt: input.now, startAt };
  },
  pause: nothing,
  resume: nothing,
  complete: async (_db, { input }) => ({ completedAt: input.now }),
  async cancel(db, deed) {
    if (deed.campaign.status === 'in_review') await decide(db, deed, 'withdrawn');
    return { completedAt: deed.input.now };
  },
};

async function decide(
  db: TenantDb,
  { campaign, input, actor }: Deed,
  decision: 'approved' | 'rejected' | 'withdrawn',
): Promise<TransitionValues> {
  const closed = await markApproval(db, {
    campaignId: campaign.id,
    decision,
    by: personOf(actor),
    byName: actor.name,
    comment: input.comment ?? '',
  });
  if (!closed) throw new DomainError('conflict', 'Nothing is up for approval.');
  return {};
}

/** What is approved is what goes out: an edit that slipped past every guard is noticed here. */
async function checkApproved(db: TenantDb, campaign: CampaignRow): Promise<void> {
  if (campaign.approvedHash !== (await findContentHash(db, campaign.id))) {
    throw new DomainError('conflict', 'The content is not what was approved; submit it again.');
  }
}

function personOf(actor: Actor): string {
  return actor.personId ?? 'system';
}

function invalidStart(message: string): DomainError {
  return new DomainError('invalid', message, [{ path: 'startAt', code: 'invalid', message }]);
}
