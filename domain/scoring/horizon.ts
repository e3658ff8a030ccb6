/** A score is the chance that a lead is converted within so many days. */
export const horizonDays = 90;

/**
 * Days after somebody became a lead between which they are looked at once, to learn from: `[1, 7)` is a moment of the first week but not
 * of its first day. Close together at first, since much is decided early; a lead of two years and more has seven rows.
 */
export const lookWindows: readonly (readonly [from: number, to: number])[] = [
  [0, 1],
  [1, 7],
  [7, 30],
  [30, 90],
  [90, 180],
  [180, 365],
  [365, 730],
];

/** The share of people, those who became leads last, that a model is judged by and does not learn from. */
export const judgedShare = 0.2;

/** A model that has passed scores unseen beside another one for so many days before it takes over, where the organisation says nothing else. */
export const usualWatchDays = 7;

/** The most days that an organisation may let a model watch: after a month another one is learned. */
export const mostWatchDays = 30;
