import { z } from 'zod';
import { Id } from '../ids.ts';
import { Money } from '../money.ts';
import { creditsOf, type OpportunityFacts } from './credits.ts';
import { Model, type ModelSettings } from './model.ts';

/** What other settings of the models would change, before they are saved. */
export const SettingsPreview = z.object({
  /** Opportunities that would be credited anew. */
  opportunities: z.int(),
  /** Of them, those won last that the shift was worked out from. */
  looked: z.int(),
  /** The models that would say something else, each with the campaigns whose revenue would move most. */
  models: z.array(
    z.object({
      model: Model,
      campaigns: z.array(z.object({ campaignId: Id, name: z.string(), now: Money, then: Money })),
    }),
  ),
  /** Touches that count now and would not any more, because the look-back is shorter; null where it is not. */
  touchesLost: z.int().nullable(),
});

/** What other settings of the models would change. */
export type SettingsPreview = z.infer<typeof SettingsPreview>;

/** What a campaign is credited with by a model, now and by the other settings; minor units. */
export interface Shift {
  model: Model;
  campaignId: string;
  nowMinor: number;
  thenMinor: number;
}

/** The models that a setting is part of; the others are not looked at. */
const set: readonly Model[] = ['time_decay', 'custom'];

/** How many campaigns are named for each model. */
const named = 5;

/** What of these opportunities' revenue moves between campaigns, by model; the largest shifts first, nothing where nothing moves. */
export function shiftsOf(
  facts: readonly OpportunityFacts[],
  { now, then }: { now: ModelSettings; then: ModelSettings },
): Shift[] {
  const shifts = new Map<string, Shift>();
  const add = (settings: ModelSettings, side: 'nowMinor' | 'thenMinor') => {
    for (const fact of facts)
      for (const { model, measure, campaignId, amountMinor } of creditsOf(fact, { settings, fit: null })) {
        if (campaignId === null || measure !== 'revenue' || !set.includes(model)) continue;
        const key = `${model} ${campaignId}`;
        const known = shifts.get(key) ?? { model, campaignId, nowMinor: 0, thenMinor: 0 };
        shifts.set(key, { ...known, [side]: known[side] + amountMinor });
      }
  };
  add(now, 'nowMinor');
  add(then, 'thenMinor');
  const by = ({ nowMinor, thenMinor }: Shift): number => Math.abs(thenMinor - nowMinor);
  const moved = [...shifts.values()].filter((shift) => by(shift) > 0).sort((a, b) => by(b) - by(a));
  return set.flatMap((model) => moved.filter((shift) => shift.model === model).slice(0, named));
}
