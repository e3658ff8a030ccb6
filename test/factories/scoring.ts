import { randomFrom } from '../../domain/random.ts';
import type { Labelled } from '../../models/boosting/boost.ts';
import { encodeTable, type Feature } from '../../models/boosting/feature.ts';
import { usualSettings } from '../../models/scoring/train.ts';

/** The features of `plantLeads`: what they mean for the outcome stands there. */
export const plantedFeatures: Feature[] = [
  { kind: 'number', name: 'visits' },
  { kind: 'number', name: 'minutes' },
  { kind: 'category', name: 'source', levels: ['search', 'fair', 'friend', 'advert', 'list'], hasRest: true },
  { kind: 'number', name: 'noise' },
];

/**
 * Made-up leads: more visits help, minutes help only those with few visits, a fair and a friend are good sources, and whose minutes are
 * not known hardly ever converts. Some sources are in no level. `margins` are the true ones.
 */
export function plantLeads(rows: number, seed = 1): Labelled & { margins: number[] } {
  const random = randomFrom(seed);
  const draw = <T>(of: () => T): T[] => Array.from({ length: rows }, of);
  const visits = draw(() => Math.floor(random() * 12));
  const minutes = draw(() => (random() < 0.2 ? null : Math.round(random() * 6000) / 100));
  const sources = ['search', 'fair', 'friend', 'advert', 'list', 'other', 'another'];
  const source = draw(() => (random() < 0.05 ? null : sources[Math.floor(random() * sources.length)]!));
  const noise = draw(() => random());
  const values: Record<string, (string | number | null)[]> = { visits, minutes, source, noise };
  const margins = visits.map((count, row) => {
    const minute = minutes[row] ?? null;
    const isGood = source[row] === 'fair' || source[row] === 'friend';
    return -2 + 0.25 * count + (isGood ? 1.5 : 0) + (minute === null ? -2 : count < 4 && minute > 30 ? 2 : 0);
  });
  const outcomes = Uint8Array.from(margins, (margin) => (random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0));
  return { table: encodeTable(plantedFeatures, { rows, valueOf: (name) => values[name] }), outcomes, margins };
}

/** Settings that train in a moment. */
export const quickBoosting = {
  rounds: 30,
  rate: 0.2,
  leaves: 8,
  depth: 5,
  minLeafRows: 10,
  minGain: 0,
  lambda: 1,
  categoryLambda: 5,
  categorySmoothing: 5,
  rowShare: 0.8,
  featureShare: 1,
  patience: 10,
  seed: 1,
};

/** Training that takes a second and is good enough to be told from guessing. */
export const quickTraining = { ...usualSettings, boosting: { ...usualSettings.boosting, rounds: 80 }, members: 1 };
