/** A score in one letter: A from 75 of 100 on, B from 50, C from 25, else D. */
export type Grade = 'A' | 'B' | 'C' | 'D';

/** All grades, the best first. */
export const grades = ['A', 'B', 'C', 'D'] as const satisfies readonly Grade[];

/** The grade of a chance between 0 and 1. */
export function gradeOf(chance: number): Grade {
  if (chance >= 0.75) return 'A';
  if (chance >= 0.5) return 'B';
  return chance >= 0.25 ? 'C' : 'D';
}

/** Converted and lost leads that a tenant needs of each before a model is learned from them; below that a rule scores. */
export const fewestToLearn = 40;

/** Whether there is enough to learn from. */
export function isEnoughToLearn({ converted, lost }: { converted: number; lost: number }): boolean {
  return converted >= fewestToLearn && lost >= fewestToLearn;
}
