import { inverse, type Matrix } from './inverse.ts';

/** A path of channels and how many took it: with an outcome, and with none. */
export interface CountedPath {
  channels: readonly string[];
  conversions: number;
  nulls: number;
}

/**
 * How often one stop came right after another, on paths with an outcome and on paths with none; `from` null: the paths began with `to`;
 * `to` null: they ended after `from`. All that the model knows of paths, however many there are.
 */
export interface CountedStep {
  from: string | null;
  to: string | null;
  conversions: number;
  nulls: number;
}

/** What a fit of the Markov model says. */
export interface MarkovFit {
  /** The share of those on their way that come to an outcome. */
  baseline: number;
  /** By channel: the share of all outcomes that would not have come about without it, between 0 and 1. */
  effects: Map<string, number>;
}

/**
 * The removal effect of each channel in the chain of first order that the paths make: start → channel → … → outcome or nothing.
 * Solved exactly, without drawing anything at random: with N = (I − Q)⁻¹, the outcomes that are lost when a channel leads to nothing are
 * those who ever come to it (visits sN over visits of one who is there N_kk) times how they end from there (Nr); one inverse serves
 * all channels.
 */
export function fitMarkov(paths: readonly CountedPath[]): MarkovFit {
  return fitSteps(paths.flatMap(stepsOf));
}

/** The same where the steps of the paths are counted already. */
export function fitSteps(steps: readonly CountedStep[]): MarkovFit {
  const chain = chainOf(steps);
  const { channels, start, outcome } = chain;
  if (channels.length === 0) return { baseline: 0, effects: new Map() };
  const visits = inverse(chain.identityLessQ);
  const ends = visits.map((row) => dot(row, outcome));
  const baseline = dot(start, ends);
  const effects = channels.map((channel, k) => {
    const everThere = visits.reduce((sum, row, from) => sum + start[from]! * row[k]!, 0) / visits[k]![k]!;
    return [channel, baseline > 0 ? within01((everThere * ends[k]!) / baseline) : 0] as const;
  });
  return { baseline, effects: new Map(effects) };
}

interface Chain {
  channels: string[];
  /** How likely a path begins with each channel. */
  start: Float64Array;
  /** How likely the outcome comes right after each channel. */
  outcome: Float64Array;
  identityLessQ: Matrix;
}

function stepsOf({ channels, conversions, nulls }: CountedPath): CountedStep[] {
  if (channels.length === 0 || conversions + nulls === 0) return [];
  return [...channels, null].map((to, at) => ({ from: channels[at - 1] ?? null, to, conversions, nulls }));
}

function chainOf(steps: readonly CountedStep[]): Chain {
  const channels = [...new Set(steps.flatMap(({ to }) => (to === null ? [] : to)))];
  const indexOf = new Map(channels.map((channel, index) => [channel, index]));
  const [start, outcome, leaving] = [0, 1, 2].map(() => new Float64Array(channels.length)) as Float64Array[];
  const next = channels.map(() => new Float64Array(channels.length));
  let all = 0;
  for (const { from, to, conversions, nulls } of steps) {
    const many = conversions + nulls;
    const [leaves, comes] = [from, to].map((channel) => (channel === null ? null : indexOf.get(channel)!));
    if (leaves != null) leaving![leaves]! += many;
    if (leaves != null && comes != null) next[leaves]![comes]! += many;
    else if (comes != null) [all, start![comes]!] = [all + many, start![comes]! + many];
    else if (leaves != null) outcome![leaves]! += conversions;
  }
  return {
    channels,
    start: start!.map((count) => count / all),
    outcome: outcome!.map((count, k) => count / leaving![k]!),
    identityLessQ: next.map((row, from) => row.map((count, to) => (from === to ? 1 : 0) - count / leaving![from]!)),
  };
}

function dot(a: Float64Array, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

const within01 = (value: number): number => Math.min(1, Math.max(0, value));
