/** The states of a campaign, in the order of its life. */
export const campaignStatuses = [
  'draft',
  'in_review',
  'approved',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
] as const;

/** One of the states of a campaign's life. */
export type CampaignStatus = (typeof campaignStatuses)[number];

/** What a person (or the clock) may ask of a campaign. */
const campaignCommands = [
  'submit',
  'withdraw',
  'approve',
  'reject',
  'schedule',
  'start',
  'pause',
  'resume',
  'complete',
  'cancel',
] as const;

/** One of the commands of a campaign's life. */
export type CampaignCommand = (typeof campaignCommands)[number];

/** For each command the states it may come from and the state it leads to. */
export const transitions: Record<CampaignCommand, { from: readonly CampaignStatus[]; to: CampaignStatus }> = {
  submit: { from: ['draft'], to: 'in_review' },
  withdraw: { from: ['in_review'], to: 'draft' },
  approve: { from: ['in_review'], to: 'approved' },
  reject: { from: ['in_review'], to: 'draft' },
  schedule: { from: ['approved', 'scheduled'], to: 'scheduled' },
  start: { from: ['approved', 'scheduled'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  complete: { from: ['running', 'paused'], to: 'completed' },
  cancel: { from: ['draft', 'in_review', 'approved', 'scheduled', 'running', 'paused'], to: 'cancelled' },
};

/** Whether `command` may be given to a campaign in `status`. */
export function canApply(status: CampaignStatus, command: CampaignCommand): boolean {
  return transitions[command].from.includes(status);
}

/** The commands that a campaign in `status` takes, in the order of a life. */
export function commandsFrom(status: CampaignStatus): CampaignCommand[] {
  return campaignCommands.filter((command) => canApply(status, command));
}

/** Whether nothing more can happen to the campaign. */
export function isClosed(status: CampaignStatus): boolean {
  return status === 'completed' || status === 'cancelled';
}

/** Whether content and audience may be changed: in review they are locked, and what has started needs a new version. */
export function isEditable(status: CampaignStatus): boolean {
  return status === 'draft' || status === 'approved' || status === 'scheduled';
}

/** Whether an edit now voids an approval and leads back to `draft`. */
export function editVoidsApproval(status: CampaignStatus): boolean {
  return status === 'approved' || status === 'scheduled';
}

/** Why `command` is refused in `status`, in the words of the product. */
export function refusal(status: CampaignStatus, command: CampaignCommand): string {
  const wanted = transitions[command].from.map(statusWords).join(' or ');
  return `The campaign is ${statusWords(status)}; to ${command} it, it must be ${wanted}.`;
}

/** A status as a person reads it in the middle of a sentence. */
export function statusWords(status: CampaignStatus): string {
  return status === 'draft' ? 'a draft' : status.replace('_', ' ');
}
