/**
 * What turns a margin (the logarithm of the odds, as trees add up to it) into a chance:
 * `1 / (1 + exp(−(positive · softplus(z) − negative · softplus(−z) + shift)))`. With `positive` and `negative` equal it is Platt's
 * straight line; apart, it bends at even odds (beta calibration). Neither falls anywhere, so that the order of people stays.
 */
export interface Calibration {
  kind: 'none' | 'platt' | 'beta';
  positive: number;
  negative: number;
  shift: number;
}

/** Leaves chances as they are. */
export const noCalibration: Calibration = { kind: 'none', positive: 1, negative: 1, shift: 0 };

/** The chance that a margin means. */
export function chanceOf(margin: number, { positive, negative, shift }: Calibration): number {
  return 1 / (1 + Math.exp(-(positive * softplus(margin) - negative * softplus(-margin) + shift)));
}

/** Margins and the outcomes (1 or 0) that came, of the same rows in the same order. */
export interface Observed {
  margins: ArrayLike<number>;
  outcomes: ArrayLike<number>;
}

/**
 * Chooses by what other rows say: each of ten folds is predicted by the calibrations that were fitted on the others, and the one that
 * is right most often is taken, the straighter one where they are equal.
 */
export function calibrate(observed: Observed): Calibration {
  const losses = (['none', 'platt', 'beta'] as const).map((kind) => ({ kind, loss: heldOutLoss(kind, observed) }));
  const best = losses.reduce((best, other) => (other.loss < best.loss ? other : best));
  return fitCalibration(best.kind, observed);
}

const folds = 10;

function heldOutLoss(kind: Calibration['kind'], { margins, outcomes }: Observed): number {
  let loss = 0;
  for (let fold = 0; fold < folds; fold++) {
    const others = Array.from(margins, (_, row) => row).filter((row) => row % folds !== fold);
    const fitted = fitCalibration(kind, {
      margins: others.map((row) => margins[row]!),
      outcomes: others.map((row) => outcomes[row]!),
    });
    for (let row = fold; row < margins.length; row += folds) {
      const chance = Math.min(1 - 1e-12, Math.max(1e-12, chanceOf(margins[row]!, fitted)));
      loss -= Math.log(outcomes[row] === 1 ? chance : 1 - chance);
    }
  }
  return loss;
}

/** The calibration moved up or down by `share` of what makes the mean chance that of the outcomes. */
export function levelled(calibration: Calibration, { margins, outcomes }: Observed, share: number): Calibration {
  if (margins.length === 0) return calibration;
  let shift = 0;
  for (let round = 0; round < 20; round++) {
    let [missing, slope] = [0, pull];
    for (let row = 0; row < margins.length; row++) {
      const chance = chanceOf(margins[row]!, { ...calibration, shift: calibration.shift + shift });
      missing += outcomes[row]! - chance;
      slope += chance * (1 - chance);
    }
    shift += missing / slope;
  }
  const kind = calibration.kind === 'none' ? 'platt' : calibration.kind;
  return { ...calibration, kind, shift: calibration.shift + share * shift };
}

/** A weak pull towards leaving chances as they are, in rows: with few rows little is changed. */
const pull = 5;

/** The most likely calibration of a kind, drawn a little towards none; by Newton's method, each step shortened until it gains. */
export function fitCalibration(kind: Calibration['kind'], { margins, outcomes }: Observed): Calibration {
  if (kind === 'none' || margins.length === 0) return noCalibration;
  // Each row's inputs in the order of the parameters: one slope and the shift, or two slopes and the shift.
  const inputs = Array.from(margins, (z) => (kind === 'platt' ? [z, 1] : [softplus(z), -softplus(-z), 1]));
  const fit: Fit = { inputs, outcomes, start: kind === 'platt' ? [1, 0] : [1, 1, 0] };
  let parameters = fit.start;
  let loss = lossOf(fit, parameters);
  for (let round = 0; round < 50; round++) {
    const step = newtonStep(fit, parameters);
    let size = 1;
    let next = moved(parameters, step, size);
    let nextLoss = lossOf(fit, next);
    for (; nextLoss > loss && size > 1e-6; nextLoss = lossOf(fit, next)) next = moved(parameters, step, (size /= 2));
    const gained = loss - nextLoss;
    if (!(gained > 1e-9)) break;
    [parameters, loss] = [next, nextLoss];
  }
  const [positive, negative, shift] = kind === 'platt' ? [parameters[0]!, parameters[0]!, parameters[1]!] : parameters;
  return { kind, positive: positive!, negative: negative!, shift: shift! };
}

interface Fit {
  inputs: readonly number[][];
  outcomes: ArrayLike<number>;
  start: readonly number[];
}

function lossOf({ inputs, outcomes, start }: Fit, parameters: readonly number[]): number {
  let loss = 0;
  for (const [row, input] of inputs.entries()) {
    const logit = dot(parameters, input);
    loss += softplus(outcomes[row] === 1 ? -logit : logit);
  }
  return loss + parameters.reduce((sum, value, at) => sum + (pull / 2) * (value - start[at]!) ** 2, 0);
}

function newtonStep({ inputs, outcomes, start }: Fit, parameters: readonly number[]): number[] {
  const gradient = parameters.map((value, at) => pull * (value - start[at]!));
  const hessian = parameters.map((_, i) => parameters.map((_, j) => (i === j ? pull : 0)));
  for (const [row, input] of inputs.entries()) {
    const chance = 1 / (1 + Math.exp(-dot(parameters, input)));
    for (let i = 0; i < input.length; i++) {
      gradient[i]! += (chance - outcomes[row]!) * input[i]!;
      for (let j = 0; j < input.length; j++) hessian[i]![j]! += chance * (1 - chance) * input[i]! * input[j]!;
    }
  }
  return solve(hessian, gradient);
}

/** A slope never falls below nothing: that would turn the order of people round. */
const moved = (parameters: readonly number[], step: readonly number[], size: number): number[] =>
  parameters.map((value, at) => {
    const next = value - size * step[at]!;
    return at < parameters.length - 1 ? Math.max(0, next) : next;
  });

const softplus = (z: number): number => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

/** Solves a small symmetric positive system by elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    for (let below = at + 1; below < size; below++) {
      const factor = rows[below]![at]! / rows[at]![at]!;
      for (let column = at; column <= size; column++) rows[below]![column]! -= factor * rows[at]![column]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at--) {
    const known = dot(rows[at]!.slice(at + 1, size), solution.slice(at + 1));
    solution[at] = (rows[at]![size]! - known) / rows[at]![at]!;
  }
  return solution;
}
