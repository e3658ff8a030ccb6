import type { Campaign, CampaignChange } from '../../../domain/campaigns/campaign.ts';
import type { Money } from '../../../domain/money.ts';
import { parseAmount, typedAmount } from '../lib/amount.ts';
import { toLocalInput } from '../lib/format.ts';
import { Problem } from '../lib/problem.ts';
import { typedMoment } from '../lib/typed-moment.ts';
import type { PlanDraft } from './plan-fields.svelte';

/** The controls as they show what a campaign has. */
export function draftOf(campaign: Campaign, timeZone: string): PlanDraft {
  const local = (iso: string | null): string => (iso ? toLocalInput(iso, timeZone) : '');
  return {
    name: campaign.name,
    description: campaign.description,
    campaignTypeId: campaign.campaignTypeId,
    ownerId: campaign.ownerId ?? '',
    startAt: local(campaign.startAt),
    endAt: local(campaign.endAt),
    budget: typed(campaign.budgetedCost),
    revenue: typed(campaign.expectedRevenue),
    response: campaign.expectedResponsePercent === null ? '' : String(campaign.expectedResponsePercent),
    tags: campaign.tags.join(', '),
  };
}

const typed = (money: Money | null): string => (money ? typedAmount(money).replace(/\.0+$/, '') : '');

/** Empty controls. */
export const emptyDraft: PlanDraft = {
  name: '',
  description: '',
  campaignTypeId: '',
  startAt: '',
  endAt: '',
  budget: '',
  revenue: '',
  response: '',
  tags: '',
};

/** What the controls were filled from: the dates that a campaign has, null where there is none yet. */
type Dates = Pick<Campaign, 'startAt' | 'endAt'> | null;

/**
 * What the controls say, as the API takes it; throws a `Problem` that names the fields which make no sense. Dates that still show what
 * they showed before stay as they are to the second: what runs keeps its start.
 */
export function planFrom(
  draft: PlanDraft,
  { currency, timeZone }: { currency: string; timeZone: string },
  before: Dates = null,
): CampaignChange & { name: string } {
  const problems: { path: string; code: string; message: string }[] = [];
  const wrong = (path: string, message: string): null => (problems.push({ path, code: 'invalid', message }), null);
  const moment = (path: 'startAt' | 'endAt', text: string): string | null =>
    text === '' ? null : (typedMoment(text, timeZone, before?.[path] ?? null) ?? wrong(path, 'is not a day and time'));
  const amount = (name: string, text: string): Money | null => {
    const amountMinor = parseAmount(text, currency);
    if (amountMinor === undefined) return wrong(`${name}.amountMinor`, 'is not an amount such as 1,200.50');
    return amountMinor === null ? null : { amountMinor, currency };
  };
  const percent = draft.response.trim() === '' ? null : Number(draft.response.replace(',', '.'));
  const plan = {
    name: draft.name.trim(),
    description: draft.description,
    ...(draft.campaignTypeId ? { campaignTypeId: draft.campaignTypeId } : {}),
    ...(draft.ownerId === undefined ? {} : { ownerId: draft.ownerId || null }),
    startAt: moment('startAt', draft.startAt),
    endAt: moment('endAt', draft.endAt),
    budgetedCost: amount('budgetedCost', draft.budget),
    expectedRevenue: amount('expectedRevenue', draft.revenue),
    expectedResponsePercent: Number.isNaN(percent) ? wrong('expectedResponsePercent', 'is not a number') : percent,
    tags: draft.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
  };
  if (plan.name === '') wrong('name', 'Give the campaign a name.');
  if (plan.startAt && plan.endAt && plan.startAt >= plan.endAt) wrong('endAt', 'The end must come after the start.');
  if (problems.length > 0)
    throw new Problem(400, 'invalid', 'Some fields are not right yet. Nothing was saved.', problems);
  return plan;
}
