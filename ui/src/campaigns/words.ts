import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import type { CampaignCommand, CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import type { RolledAmount } from '../../../domain/campaigns/roll-up.ts';
import type { Action } from '../../../domain/policy/policy.ts';
import { count, money, none, planned, plural, relative, share } from '../lib/format.ts';

/** The states of a campaign as they stand on a badge. */
export const statusLabels: Record<CampaignStatus, string> = {
  draft: 'Draft',
  in_review: 'In review',
  approved: 'Approved',
  scheduled: 'Scheduled',
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** The commands as they stand on a button. */
export const commandLabels: Record<CampaignCommand, string> = {
  submit: 'Submit for approval',
  withdraw: 'Withdraw from review',
  approve: 'Approve',
  reject: 'Send back',
  schedule: 'Schedule',
  start: 'Start now',
  pause: 'Pause sending',
  resume: 'Resume sending',
  complete: 'Complete',
  cancel: 'Cancel campaign',
};

/** What the page says when a command was obeyed. */
export const commandDone: Record<CampaignCommand, string> = {
  submit: 'Submitted for approval',
  withdraw: 'Back in your hands as a draft',
  approve: 'Approved',
  reject: 'Sent back with your comment',
  schedule: 'Scheduled',
  start: 'Started',
  pause: 'Paused. What was on its way goes out, nothing else',
  resume: 'Sending again',
  complete: 'Completed',
  cancel: 'Cancelled',
};

/** Which right each command needs. */
export const commandActions: Record<CampaignCommand, Action> = {
  submit: 'campaigns.submit',
  withdraw: 'campaigns.submit',
  approve: 'campaigns.approve',
  reject: 'campaigns.approve',
  schedule: 'campaigns.launch',
  start: 'campaigns.launch',
  complete: 'campaigns.launch',
  pause: 'campaigns.control',
  resume: 'campaigns.control',
  cancel: 'campaigns.control',
};

/** The command that moves a campaign on from each state; the page shows it as the primary button. */
const nextCommand: Partial<Record<CampaignStatus, CampaignCommand>> = {
  draft: 'submit',
  in_review: 'approve',
  approved: 'schedule',
  running: 'pause',
  paused: 'resume',
};

/** What may be done with a campaign by someone with these rights: the one next step, and the others. */
export function commandsFor(
  campaign: Pick<Campaign, 'status' | 'commands'>,
  can: (action: Action) => boolean,
): { next: CampaignCommand | null; others: CampaignCommand[] } {
  const allowed = (Object.keys(commandLabels) as CampaignCommand[]).filter(
    (command) => campaign.commands.includes(command) && can(commandActions[command]),
  );
  const wanted = nextCommand[campaign.status];
  const next = wanted && allowed.includes(wanted) ? wanted : null;
  return { next, others: allowed.filter((command) => command !== next) };
}

/** The entries of a menu that gives commands. */
export function commandItems(
  campaign: Pick<Campaign, 'status' | 'commands'>,
  can: (action: Action) => boolean,
  { give, withNext = true }: { give: (command: CampaignCommand) => void; withNext?: boolean },
): { label: string; tone?: 'bad'; run: () => void }[] {
  const { next, others } = commandsFor(campaign, can);
  return [...(next && withNext ? [next] : []), ...others].map((name) => ({
    label: commandLabels[name],
    ...(name === 'cancel' ? { tone: 'bad' as const } : {}),
    run: () => give(name),
  }));
}

/** What was done with several campaigns: "3 paused, 1 stays as it is, 2 refused". */
export function bulkWords(results: readonly { result: 'done' | 'unchanged' | 'refused' }[], words: string): string {
  const of = (wanted: string): number => results.filter(({ result }) => result === wanted).length;
  const parts = [
    of('done') > 0 ? `${count(of('done'))} ${words}` : '',
    of('unchanged') > 0 ? `${plural(of('unchanged'), 'stays as it is', 'stay as they are')}` : '',
    of('refused') > 0 ? `${count(of('refused'))} refused` : '',
  ];
  return parts.filter(Boolean).join(', ') || 'Nothing changed';
}

/** An amount summed over a hierarchy; where currencies differ each one stands for itself. */
export function rolledMoney({ byCurrency }: RolledAmount): string {
  return byCurrency.length === 0 ? none : byCurrency.map((amount) => money(amount)).join(' + ');
}

/** Below this many, a share says little. */
const few = 30;

/** The campaign in one sentence: where it is, what came of it, what happens next and when. */
export function sentenceOf(campaign: Campaign, timeZone: string, now = new Date()): string {
  const { figures, startAt, endAt } = campaign;
  const at = (iso: string): string => `${planned(iso, timeZone, now)}, ${relative(iso, now)}`;
  switch (campaign.status) {
    case 'draft':
      return startAt
        ? `A draft, meant to start on ${at(startAt)}.`
        : 'A draft. Nothing goes out before somebody else has approved it.';
    case 'in_review':
      return `Waiting for approval since ${planned(campaign.statusChangedAt, timeZone, now)}. Its content is locked until then.`;
    case 'approved':
      return startAt
        ? `Approved, but not yet scheduled. It is meant to start on ${at(startAt)}.`
        : 'Approved. Schedule it, or start it now.';
    case 'scheduled':
      return startAt ? `Starts on ${at(startAt)}.` : 'Scheduled to start.';
    case 'running':
      return `${isContainer(campaign) ? holding(campaign) : goingOut(figures)}${endAt ? ` It ends on ${at(endAt)}.` : ''}`;
    case 'paused':
      if (isContainer(campaign)) return 'Paused. It has no message of its own; those below it are not paused with it.';
      if (figures.frozen === 0) return 'Paused. Nothing of it has gone out.';
      return `Paused after ${plural(figures.sent, 'message', 'messages')}; ${waiting(figures) > 0 ? `${count(waiting(figures))} wait until it is resumed` : 'it goes on where it stands once it is resumed'}.`;
    case 'completed':
      if (isContainer(campaign)) return `Completed. ${members(campaign)}`;
      return figures.sent === 0
        ? 'Completed without a message sent.'
        : `${wentOut(campaign, timeZone, now)} ${results(figures)}`;
    case 'cancelled':
      return figures.sent === 0
        ? 'Cancelled before anything went out.'
        : `Cancelled after ${plural(figures.sent, 'message', 'messages')} had gone out.`;
  }
}

/** How many messages are neither sent nor decided otherwise. */
export function waiting(figures: Campaign['figures']): number {
  return Math.max(0, figures.frozen - figures.sent - figures.failed - figures.skipped - figures.uncertain);
}

/** A campaign without parts sends nothing itself: it holds members, a budget and other campaigns together. */
export function isContainer({ parts, figures }: Pick<Campaign, 'parts' | 'figures'>): boolean {
  return parts === 0 && figures.frozen === 0;
}

function holding(campaign: Campaign): string {
  const below = campaign.rollUp.campaigns;
  const what = below > 0 ? `holds ${plural(below, 'campaign', 'campaigns')} together and` : 'holds its members and';
  const until = campaign.endAt ? '' : ' until somebody completes it';
  return `Running. It has no message of its own: it ${what} stays open${until}. ${members(campaign)}`;
}

function members({ rollUp: { figures, campaigns } }: Campaign): string {
  const whose = campaigns > 0 ? 'with those below it' : 'in it';
  return `${plural(figures.members, 'member', 'members')} ${whose}, ${count(figures.responded)} responded.`;
}

function goingOut(figures: Campaign['figures']): string {
  if (figures.frozen === 0) return 'Starting: its audience is being fixed.';
  const left = waiting(figures);
  return left > 0
    ? `Going out: ${count(figures.sent)} of ${count(figures.frozen)} sent, ${count(left)} still to go.`
    : `Nothing waits to go out; ${plural(figures.sent, 'message', 'messages')} sent so far. ${results(figures)}`;
}

function wentOut(campaign: Campaign, timeZone: string, now: Date): string {
  const on = campaign.startedAt ? ` on ${planned(campaign.startedAt, timeZone, now)}` : '';
  return `Went to ${plural(campaign.figures.sent, 'person', 'people')}${on}.`;
}

function results(figures: Campaign['figures']): string {
  const { delivered, uniqueClicks, uniqueOpens } = figures;
  if (uniqueClicks === 0 && uniqueOpens === 0) return 'No open or click has come back yet.';
  const base = delivered || figures.sent;
  if (uniqueClicks < few && base < 1000) {
    return `${plural(uniqueClicks, 'person', 'people')} clicked: too few to tell.`;
  }
  return `${share(uniqueClicks, base) ?? 'n/a'} clicked.`;
}
