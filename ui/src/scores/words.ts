import type { Grade } from '../../../domain/scoring/grade.ts';
import type { PersonScore } from '../../../domain/scoring/score.ts';
import { count, perCent } from '../lib/format.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** The colour beside the letter of a grade. */
export const gradeTone = (grade: Grade): Tone =>
  grade === 'A' ? 'good' : grade === 'B' ? 'info' : grade === 'C' ? 'warn' : 'neutral';

/** "62 of 100: for it, above all, that they answered once." */
export function sentenceOf({ score, reasons, chance }: Pick<PersonScore, 'score' | 'reasons' | 'chance'>): string {
  const first = (holds: (points: number) => boolean) => reasons.find(({ points }) => holds(points))?.text;
  const [good, bad] = [first((points) => points > 0), first((points) => points < 0)];
  const why = [good ? `most for it: ${lower(good)}` : '', bad ? `most against it: ${lower(bad)}` : ''].filter(Boolean);
  const what = chance === null ? `${score} of 100` : `${perCent(score)} likely to be converted in 90 days`;
  return `${what}${why.length > 0 ? `; ${why.join('; ')}.` : '. Nothing that they did or that is known of them says more.'}`;
}

/** That it is a rule, and what there is that could be learned from. */
export function whyRule({ converted, lost, needed }: PersonScore['outcomes']): string {
  const isEnough = converted >= needed && lost >= needed;
  return (
    'This is a rule, the same for everybody; nothing in it is learned. ' +
    (isEnough
      ? 'Leads are scored by a model once one has passed; contacts are converted already and stay with the rule.'
      : `So far ${count(converted)} leads were converted and ${count(lost)} were not in 90 days; learning takes ${needed} of each.`)
  );
}

/** Points with their sign; whole ones without a place after the point. */
export function signed(points: number): string {
  const size = Number.isInteger(points) ? String(Math.abs(points)) : Math.abs(points).toFixed(1);
  return points < 0 ? `−${size}` : `+${size}`;
}

/** "From 34 to 52, grade C to B": how a score moved. */
export function moveOf({
  wasScore,
  score,
  wasGrade,
  grade,
}: Pick<PersonScore['history'][number], 'wasScore' | 'score' | 'wasGrade' | 'grade'>): string {
  const grades = wasGrade === grade ? '' : `, grade ${wasGrade} to ${grade}`;
  return `${score > wasScore ? 'Up' : 'Down'} from ${wasScore} to ${score}${grades}`;
}

/** What scores since, and what that made of the score: it is not about the person. */
export function scorerChange({
  model,
  wasScore,
  score,
}: Pick<PersonScore['history'][number], 'model' | 'wasScore' | 'score'>): string {
  const scorer = model ? `Model ${model.version}` : 'The rule';
  return `${scorer} scores since: ${score} instead of ${wasScore}, from the same facts. Nothing about them changed.`;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
