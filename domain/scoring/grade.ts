/** A score in one letter: A from 75 of 100 on, B from 50, C from 25, else D. */
export type Grade = 'A' | 'B' | 'C' | 'D';

/** All grades, the best first. */
export const grades = ['A', 'B', 'C', 'D'] as const satisfies readonly Grade[];

/** The score of a chance between 0 and 1: of 100. */
export function scoreOf(chance: number): number {
  return Math.round(chance * 100);
}

/** The grade of a chance between 0 and 1: that of the score which is shown beside it, so that nobody has 75 and a B. */
export function gradeOf(chance: number): Grade {
  const score = scoreOf(chance);
  if (score >= 75) return 'A';
  if (score >= 50) return 'B';
  return score >= 25 ? 'C' : 'D';
}

/** Converted and lost leads that a tenant needs of each before a model is learned from them; below that a rule scores. */
export const fewestToLearn = 40;

/** Whether there is enough to learn from. */
export function isEnoughToLearn({ converted, lost }: { converted: number; lost: number }): boolean {
  return converted >= fewestToLearn && lost >= fewestToLearn;
}
