import { otherChannels } from './fit.ts';
import { positionWeights, wShapedWeights, type Model, type ModelSettings } from './model.ts';
import { directChannel, distinctChannels, type Path } from './path.ts';
import { placeWeights } from './place-weights.ts';

/** What a model needs beside the path. */
export interface Weighing {
  settings: ModelSettings;
  /**
   * How much each channel matters by the last fit of the Markov model; an unknown channel counts as `other`, or as nothing if there is no
   * `other`.
   */
  effects: ReadonlyMap<string, number>;
}

/** What each touch of the path weighs by a model: none below zero, and their sum above it. They need not add up to 1. */
export function touchWeights(model: Model, path: Path, weighing: Weighing): number[] {
  return rules[model](path, weighing);
}

const rules: Record<Model, (path: Path, weighing: Weighing) => number[]> = {
  first: (path) => only(path, 0),
  last: (path) => only(path, path.touches.length - 1),
  last_non_direct: (path) => only(path, lastNonDirect(path)),
  linear: ({ touches }) => touches.map(() => 1),
  time_decay: (path, { settings }) => timeDecay(path, settings.halfLifeDays),
  position: (path) => placeWeights(path, positionWeights),
  w_shaped: (path) => placeWeights(path, wShapedWeights),
  custom: (path, { settings }) => placeWeights(path, settings.customWeights),
  markov: (path, { effects }) => byChannel(asFitted(path, effects), (channel) => effects.get(channel) ?? 0),
  shapley: (path) => byChannel(path, () => 1),
};

const only = ({ touches }: Path, index: number): number[] => touches.map((_, at) => (at === index ? 1 : 0));

/** The last touch that something led to; where all are direct, the last. */
function lastNonDirect({ touches }: Path): number {
  const index = touches.findLastIndex(({ channel }) => channel !== directChannel);
  return index === -1 ? touches.length - 1 : index;
}

/**
 * A touch counts half of one that came `halfLifeDays` later. Counted from the last touch, which gives the same shares as counting
 * from the outcome and is never too small for a number.
 */
function timeDecay({ touches }: Path, halfLifeDays: number): number[] {
  const lastMs = touches.at(-1)?.atMs ?? 0;
  return touches.map(({ atMs }) => 2 ** (-(lastMs - atMs) / (halfLifeDays * 86_400_000)));
}

/** The path with the channels that a fit took together under their one name. */
function asFitted(path: Path, effects: ReadonlyMap<string, number>): Path {
  if (!effects.has(otherChannels)) return path;
  const nameOf = (channel: string) => (effects.has(channel) ? channel : otherChannels);
  return { ...path, touches: path.touches.map((touch) => ({ ...touch, channel: nameOf(touch.channel) })) };
}

/**
 * Each channel of the path has its value once, however often it appears; its touches share that equally. Where all the values are
 * nothing (a fit that knows none of the channels), the channels count the same.
 */
function byChannel(path: Path, valueOf: (channel: string) => number): number[] {
  const channels = distinctChannels(path);
  const known = channels.reduce((sum, channel) => sum + valueOf(channel), 0);
  const shareOf = (channel: string) => (known > 0 ? valueOf(channel) / known : 1);
  const counts = new Map<string, number>();
  for (const { channel } of path.touches) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return path.touches.map(({ channel }) => shareOf(channel) / counts.get(channel)!);
}
