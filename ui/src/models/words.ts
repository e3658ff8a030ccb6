import type { Model, ModelSummary, ScoringState } from '../../../domain/scoring/model.ts';
import { featureLabel } from '../../../domain/scoring/feature-words.ts';
import type { ModelCard } from '../../../domain/scoring/model-card.ts';
import type { ScoringSettings } from '../../../domain/scoring/settings.ts';
import { count, perCent, plural } from '../lib/format.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** A share as whole per cent; small ones with a place after the point. */
export const percent = (share: number): string => perCent((share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0));

/** The states of a model in words. */
export const stateWords: Record<ModelSummary['state'], { label: string; tone: Tone; what: string }> = {
  candidate: { label: 'Being learned', tone: 'info', what: 'It is being learned' },
  shadow: { label: 'Watching', tone: 'warn', what: 'It scores beside what scores now; nobody sees its grades' },
  champion: { label: 'Scores', tone: 'good', what: 'Everybody is scored by it' },
  retired: { label: 'Retired', tone: 'neutral', what: 'It does not score' },
};

/** How a model stands, in words. */
export const standingOf = ({ state, suggestedAt }: Pick<ModelSummary, 'state' | 'suggestedAt'>) =>
  state === 'shadow' && suggestedAt
    ? { label: 'Has passed', tone: 'accent' as Tone, what: 'It waits for somebody to let it score' }
    : stateWords[state];

/** A step that a person may take. */
export type ScorerStep = 'promote' | 'rollBack';

/** Who lets a model score that has passed, and what is said once that was chosen. */
export const promotionWords: Record<ScoringSettings['promotion'], { label: string; says: string }> = {
  automatic: { label: 'It scores by itself', says: 'A model that has passed scores by itself from now on.' },
  by_hand: { label: 'Somebody lets it score', says: 'A model that has passed waits for somebody from now on.' },
};

/** How long a model watches, as choices; one that the API set to something else stands among them. */
export function watchOptions(chosen: number): { value: string; label: string }[] {
  const days = [...new Set([0, 1, 3, 7, 14, 30, chosen])].sort((a, b) => a - b);
  return days.map((count) => ({
    value: String(count),
    label: count === 0 ? 'Until it has scored everybody once' : `For ${plural(count, 'day', 'days')}`,
  }));
}

/** What made a model be learned. */
export const causeWords: Record<ModelSummary['cause'], string> = {
  asked: 'Somebody asked for it',
  schedule: 'It was time for one',
  drift: 'People had changed',
};

/** What scores now, and what it is good for, in words that need no statistics; `mayDecide`: the reader may let a model score. */
export function sentenceOf(state: ScoringState, model: Model | undefined, mayDecide: boolean): string {
  const waits = state.shadow?.suggestedAt
    ? ` Model ${state.shadow.version} has passed and waits for ${mayDecide ? 'you' : 'a manager'} to let it score.`
    : '';
  if (state.champion === null) {
    const learning = state.learningSince ? ' A model is being learned.' : '';
    return `Leads are scored by a rule, the same for everybody; nothing in it is learned.${learning}${waits}`;
  }
  const quality = model?.id === state.champion.id ? model.card?.quality : undefined;
  const help = quality ? `: ${strengthOf(quality.auc).label.toLowerCase()}` : '';
  return `Model ${state.champion.version} scores your leads${help}.${waits}`;
}

/** What scores again after going back from the champion, as it follows "Go back to"; `replaced` is not known before the champion is read. */
export function beforeWords(champion: Pick<Model, 'replaced'> | undefined): string {
  if (!champion) return 'what scored before';
  return champion.replaced ? `model ${champion.replaced.version}` : 'the rule';
}

/** What comes next for a model that only watches; `when` says a moment on the reader's clock. Null where none watches. */
export function watchWords(
  models: readonly Pick<ModelSummary, 'version' | 'state' | 'shadowSince' | 'suggestedAt'>[],
  {
    settings,
    when,
  }: {
    settings: Pick<ScoringSettings, 'promotion' | 'watchDays'> | undefined;
    when: (iso: string) => string;
  },
): string | null {
  const shadow = models.find(({ state }) => state === 'shadow');
  if (!shadow?.shadowSince || shadow.suggestedAt || !settings) return null;
  const until =
    settings.watchDays === 0
      ? 'it has scored everybody once'
      : when(new Date(Date.parse(shadow.shadowSince) + settings.watchDays * 86_400_000).toISOString());
  const then = settings.promotion === 'by_hand' ? 'it waits for somebody to let it score' : 'it scores';
  return `Model ${shadow.version} watches beside it until ${until}, and nobody sees its grades. Then ${then} if its scores stayed as they were, or is retired.`;
}

/** How far what was said of a group is from what came, in points: "+4", "0". */
export function gapWords(predicted: number, observed: number): string {
  const points = Math.round((predicted - observed) * 100);
  return points === 0 ? '0' : `${points < 0 ? '−' : '+'}${Math.abs(points)}`;
}

/** The fields that people fill in and that are not declared yet, as choices: those of everybody, and the organisation's own. */
export function declarable(
  fields: readonly string[],
  {
    attributes,
    declared,
  }: { attributes: readonly { key: string; label: string }[]; declared: ScoringSettings['afterOutcome'] },
): { value: string; label: string }[] {
  const all = [
    ...fields.map((value) => ({ value, label: featureLabel(value) })),
    ...attributes.map(({ key, label }) => ({ value: `attributes.${key}`, label })),
  ];
  return all.filter(({ value }) => !declared.some(({ feature }) => feature === value));
}

/** Why one thing that a model looks at is suspicious: it knows the outcome too well. */
export const tooGoodWords = (auc: number): string =>
  `By this alone one could tell who is converted in ${percent(auc)} of cases. So much is hardly ever known beforehand: it was probably written down afterwards. If it was, say so below, or scores will look better than they are.`;

/** How far one may rely on a model. */
export function goodFor({ auc, lift10 }: ModelCard['quality']): string {
  const order =
    auc === null
      ? 'How well it ranks leads cannot be said: all of them had the same outcome.'
      : `Of two leads of whom one is converted, it ranks that one higher in ${percent(auc)} of cases; guessing is right in ${perCent(50)}.`;
  const best =
    lift10 === null
      ? ''
      : ` The tenth of leads that it puts first converts ${lift10.toFixed(1)} times as often as leads do.`;
  return order + best;
}

/** How much a model may be relied on, from how well it ranks. */
export function strengthOf(auc: number | null): { label: string; tone: Tone } {
  if (auc === null || auc < 0.6) return { label: 'Hardly better than guessing', tone: 'warn' };
  if (auc < 0.7) return { label: 'A weak help', tone: 'info' };
  return auc < 0.85 ? { label: 'A good help', tone: 'good' } : { label: 'A strong help', tone: 'good' };
}

/** What is still missing before anything can be learned; null: enough is there. */
export function missingWords({ converted, lost, needed }: ScoringState['outcomes']): string | null {
  const missing = [
    converted < needed ? `${plural(needed - converted, 'more lead that was', 'more leads that were')} converted` : '',
    lost < needed ? `${plural(needed - lost, 'more that was', 'more that were')} not converted in 90 days` : '',
  ].filter(Boolean);
  return missing.length === 0 ? null : missing.join(', and ');
}

/** "1,240 looks at 240 leads, of whom 96 were converted". */
export const rowsWords = ({ people, rows, converted }: ModelCard['learned']): string =>
  `${count(rows)} looks at ${plural(people, 'lead', 'leads')}, of whom ${count(converted)} were converted within 90 days of one`;

/** How far people have moved. */
export const driftWords: Record<Model['drift'][number]['level'], { label: string; tone: Tone; what: string }> = {
  fine: { label: 'As before', tone: 'good', what: 'People are as they were when it was learned.' },
  moderate: { label: 'Moved a little', tone: 'info', what: 'People have moved a little since it was learned.' },
  act: {
    label: 'Moved far',
    tone: 'warn',
    what: 'People have moved far since it was learned: another model is learned.',
  },
};
