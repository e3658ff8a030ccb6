import type { CountedPath, MarkovFit } from './markov.ts';
import type { Model, ModelSettings } from './model.ts';
import { touchWeights } from './weights.ts';

/** Paths that are counted by channel alone have no dates: their touches are taken a day apart. */
const apartMs = 86_400_000;

/** What the credits of many counted paths are made from. */
export interface CreditedPaths {
  paths: readonly CountedPath[];
  settings: ModelSettings;
  markov: MarkovFit;
}

/**
 * The outcomes of all paths by channel, as fractions: each path shares its own out as the model says. The Markov model looks at all of
 * them at once: every channel gets the part of its removal effect in the sum of the effects.
 */
export function channelCredits(model: Model, { paths, settings, markov }: CreditedPaths): Map<string, number> {
  if (model === 'markov') return shareOut(paths, markov);
  const credits = new Map<string, number>();
  for (const { channels, conversions } of paths) {
    const touches = channels.map((channel, index) => ({ channel, atMs: index * apartMs }));
    const path = { touches, leadCreatedMs: null, opportunityCreatedMs: null };
    const weights = touchWeights(model, path, { settings, effects: markov.effects });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, channel] of channels.entries())
      credits.set(channel, (credits.get(channel) ?? 0) + (conversions * weights[index]!) / total);
  }
  return credits;
}

function shareOut(paths: readonly CountedPath[], { effects }: MarkovFit): Map<string, number> {
  const outcomes = paths.reduce((sum, { conversions }) => sum + conversions, 0);
  const all = [...effects.values()].reduce((sum, effect) => sum + effect, 0);
  return new Map([...effects].map(([channel, effect]) => [channel, all > 0 ? (outcomes * effect) / all : 0]));
}
