import type { ModelSettings, PlaceWeights } from '../../../domain/attribution/model.ts';

/** What is being typed. */
export interface AttributionDraft {
  halfLifeDays: string;
  weights: PlaceWeights;
  lookBackDays: string;
  countOpensAsTouch: boolean;
  currency: string;
}

/** What stands now. */
interface Start {
  settings: ModelSettings;
  tenant: { lookBackDays: number; countOpensAsTouch: boolean; currency: string };
}

/** A draft as it would be saved, with what it would do in words. */
export interface ReadDraft {
  models: ModelSettings;
  areModelsChanged: boolean;
  /** What of the organisation's settings changes. */
  tenant: Partial<Start['tenant']>;
  /** Null where it stays. */
  lookBackDays: number | null;
  /** The sum of the weights in per cent. */
  sum: number;
  isChanged: boolean;
  /** Why it cannot be saved; empty where it can. */
  problem: string;
  effects: string[];
}

/** The places of a way, in their order. */
export const placeWords: readonly { place: keyof PlaceWeights; label: string; hint: string }[] = [
  { place: 'first', label: 'First (%)', hint: 'the first touch' },
  { place: 'leadCreation', label: 'Lead (%)', hint: 'the last before the lead' },
  { place: 'opportunityCreation', label: 'Opportunity (%)', hint: 'the last before the opportunity' },
  { place: 'last', label: 'Last (%)', hint: 'the last touch' },
  { place: 'rest', label: 'Others (%)', hint: 'all the others together' },
];

/** Reads what was typed beside what stands now. */
export function readDraft(draft: AttributionDraft, { settings, tenant }: Start): ReadDraft {
  const models = { halfLifeDays: Number(draft.halfLifeDays), customWeights: { ...draft.weights } };
  const sum = placeWords.reduce((all, { place }) => all + draft.weights[place], 0);
  const areWeightsChanged = placeWords.some(({ place }) => draft.weights[place] !== settings.customWeights[place]);
  const isHalfLifeChanged = models.halfLifeDays !== settings.halfLifeDays;
  const change = changeOf(draft, tenant);
  const lookBackDays = change.lookBackDays ?? null;
  return {
    models,
    areModelsChanged: areWeightsChanged || isHalfLifeChanged,
    tenant: change,
    lookBackDays,
    sum,
    isChanged: areWeightsChanged || isHalfLifeChanged || Object.keys(change).length > 0,
    problem: problemOf({
      halfLifeDays: models.halfLifeDays,
      lookBackDays: Number(draft.lookBackDays),
      sum,
      ...draft.weights,
    }),
    effects: [
      ...(isHalfLifeChanged
        ? [
            `By time decay, a touch counts half of one ${models.halfLifeDays} days later (now ${settings.halfLifeDays}).`,
          ]
        : []),
      ...(areWeightsChanged ? ['The model “Own weights” shares amounts out another way; the other models stay.'] : []),
      ...(lookBackDays === null
        ? []
        : [
            lookBackDays > tenant.lookBackDays
              ? `Touches of up to ${lookBackDays} days before count (now ${tenant.lookBackDays}), where they are still kept.`
              : `Touches count from ${lookBackDays} days before (now ${tenant.lookBackDays}).`,
          ]),
      ...(change.countOpensAsTouch === undefined
        ? []
        : [
            change.countOpensAsTouch
              ? 'Opens count as touches, by every model.'
              : 'Opens no longer count, by any model.',
          ]),
      ...(change.currency === undefined
        ? []
        : [
            `All amounts are valued in ${change.currency} at the rate of their day; those without a rate are left out until there is one.`,
          ]),
    ],
  };
}

function changeOf(draft: AttributionDraft, tenant: Start['tenant']): Partial<Start['tenant']> {
  const lookBackDays = Number(draft.lookBackDays);
  const currency = draft.currency.trim().toUpperCase();
  return {
    ...(lookBackDays === tenant.lookBackDays ? {} : { lookBackDays }),
    ...(draft.countOpensAsTouch === tenant.countOpensAsTouch ? {} : { countOpensAsTouch: draft.countOpensAsTouch }),
    ...(currency === tenant.currency ? {} : { currency }),
  };
}

function problemOf({
  halfLifeDays,
  lookBackDays,
  sum,
  ...weights
}: PlaceWeights & { halfLifeDays: number; lookBackDays: number; sum: number }): string {
  const isWithin = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  if (!isWithin(lookBackDays, 1, 730)) return 'The look-back is a whole number of days from 1 to 730.';
  if (!isWithin(halfLifeDays, 1, 365)) return 'The half-life is a whole number of days from 1 to 365.';
  if (!Object.values(weights).every((weight) => isWithin(weight, 0, 100))) return 'A weight is from 0 to 100 per cent.';
  return sum === 100 ? '' : `The weights add up to ${sum} per cent and have to add up to 100.`;
}
