import {
  findOpenApproval,
  findContentHash,
  insertApproval,
  markApproval,
} from '../../db/queries/approvals/approvals.ts';
import type { CampaignRow, TransitionValues } from '../../db/queries/campaigns/campaigns.ts';
import type { TenantDb } from '../../db/connection.ts';
import { goOn } from '../../db/queries/drips/pause.ts';
import { listDrips } from '../../db/queries/drips/drips.ts';
import type { CommandRequest } from '../../domain/campaigns/command.ts';
import type { CampaignCommand } from '../../domain/campaigns/lifecycle.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import type { CampaignRef } from '../../workflows/campaigns/messages.ts';

/** A command on its way to the row: `commandId` makes a retry the same command, `now` is the clock of the business. */
export type CommandInput = CampaignRef & CommandRequest & { commandId: string; now: string };

/** A command about to be carried out, with what it is carried out on. */
export interface Deed {
  campaign: CampaignRow;
  input: CommandInput;
  actor: Actor;
  /** The comment that came with it; empty if there was none. */
  comment: string;
}

/** What a command checks and what it writes beside the status. */
type Rule = (db: TenantDb, deed: Deed) => Promise<TransitionValues>;

const nothing: Rule = async () => ({});

/** The rule of each command. Throws a DomainError where it may not be carried out. */
export const rules: Record<CampaignCommand, Rule> = {
  async submit(db, { campaign, actor, comment }) {
    await insertApproval(db, {
      campaignId: campaign.id,
      contentHash: await findContentHash(db, campaign.id),
      submittedBy: personOf(actor),
      submittedByName: actor.name,
      note: comment,
    });
    return {};
  },
  withdraw: (db, deed) => decide(db, deed, 'withdrawn'),
  async reject(db, deed) {
    if (!deed.comment.trim()) {
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
      throw new DomainError('forbidden', 'You edited this campaign, so somebody else has to approve it.');
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
  async resume(db, { campaign, input }) {
    // A drip that is held itself stays so, and is asked when it goes on.
    const running = (await listDrips(db, campaign.id)).filter(({ status }) => status === 'running');
    const dripIds = running.map(({ id }) => id);
    await goOn(db, { dripIds, nowIso: input.now, choice: input.overdue, isCampaignHeld: false });
    return {};
  },
  complete: async (_db, { input }) => ({ completedAt: input.now }),
  async cancel(db, deed) {
    if (deed.campaign.status === 'in_review') await decide(db, deed, 'withdrawn');
    return { completedAt: deed.input.now };
  },
};

async function decide(
  db: TenantDb,
  { campaign, actor, comment }: Deed,
  decision: 'approved' | 'rejected' | 'withdrawn',
): Promise<TransitionValues> {
  const closed = await markApproval(db, {
    campaignId: campaign.id,
    decision,
    by: personOf(actor),
    byName: actor.name,
    comment: comment,
  });
  if (!closed) throw new DomainError('conflict', 'Nothing is up for approval.');
  return {};
}

/**
 * Why a campaign whose time has come may not start by itself any more; null where nothing stands in its way. One that was moved
 * while nobody could be told is not due: that is a conflict, and the workflow reads the row again.
 */
export async function clockObstacle(db: TenantDb, { campaign, input, actor }: Deed): Promise<string | null> {
  if (input.command !== 'start' || actor.kind !== 'workflow') return null;
  if (!campaign.startAt || campaign.startAt.getTime() > Date.parse(input.now) + 1000) {
    throw new DomainError('conflict', 'The start has been moved.');
  }
  try {
    await rules.start(db, { campaign, input, actor, comment: '' });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
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
