import type { Grade } from '../../../domain/scoring/grade.ts';
import type { PersonScore } from '../../../domain/scoring/score.ts';
import { count } from '../lib/format.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** The colour beside the letter of a grade. */
export const gradeTone = (grade: Grade): Tone =>
  grade === 'A' ? 'good' : grade === 'B' ? 'info' : grade === 'C' ? 'warn' : 'neutral';

/** "62 of 100: for it, above all, that they answered once." */
export function sentenceOf({ score, reasons }: Pick<PersonScore, 'score' | 'reasons'>): string {
  const first = (holds: (points: number) => boolean) => reasons.find(({ points }) => holds(points))?.text;
  const [good, bad] = [first((points) => points > 0), first((points) => points < 0)];
  const why = [good ? `most for it: ${lower(good)}` : '', bad ? `most against it: ${lower(bad)}` : ''].filter(Boolean);
  return `${score} of 100${why.length > 0 ? `; ${why.join('; ')}.` : '. Nothing that they did or that is known of them says more.'}`;
}

/** That it is a rule, and what there is that could be learned from. */
export function whyRule({ converted, lost, needed }: PersonScore['outcomes']): string {
  return (
    'This is a rule, the same for everybody; nothing in it is learned. ' +
    `So far ${count(converted)} leads were converted and ${count(lost)} were not in 90 days; learning takes ${needed} of each.`
  );
}

/** Points with their sign. */
export const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
