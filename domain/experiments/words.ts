import { moneyText } from '../money-text.ts';
import type { Experiment } from './experiment.ts';

/** The verb of a metric, as in "3 % clicked". */
export const metricWords: Record<Experiment['metric'], string> = {
  clicks: 'clicked',
  opens: 'opened',
  replies: 'answered',
  conversions: 'converted',
  revenue: 'brought revenue',
};

/** Why there is no winner (yet), as a sentence each. */
export const reasonWords: Record<string, string> = {
  sample_ratio:
    'The variants did not go to as many people as planned, by more than chance allows. Something went wrong on the way, so no result can be believed.',
  too_few_people: 'Too few people were reached to conclude anything.',
  too_early: 'It is too early: answers are still coming in.',
  too_close: 'The variants are too close to each other to tell them apart.',
  nothing_happened: 'Nobody has done what the test is decided by.',
  no_new_information: 'Hardly anything new has come in.',
  all_known:
    'An earlier look had all the answers that were planned, and the variants were too close to tell them apart; later answers decide nothing.',
};

type Told = Pick<
  Experiment,
  | 'status'
  | 'outcome'
  | 'metric'
  | 'variants'
  | 'source'
  | 'isLeftBehind'
  | 'testPercent'
  | 'sentVariant'
  | 'decidedByName'
  | 'rest'
  | 'reasons'
  | 'looks'
  | 'looksTaken'
> & {
  /** What revenue is counted in. */
  currency: string;
};

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const count = (value: number): string => value.toLocaleString('en');

/** What is so with a test, in a sentence or two. */
export function sentenceOf(test: Told): string {
  const { variants, status } = test;
  switch (status) {
    case 'draft':
      return `${variants.length} variants go to ${test.testPercent} % of the people; ${
        test.source.kind === 'dripStep'
          ? 'whoever comes after the decision gets the one that wins.'
          : test.testPercent < 100
            ? 'the others get the one that wins.'
            : 'nobody is left for a winner.'
      }`;
    case 'testing':
      return `${wentTo(variants)}. ${
        // A reason is of its look: more people may have come since.
        test.looksTaken.length === 0
          ? 'No look has been taken yet.'
          : `Look ${test.looksTaken.length} of ${test.looks}: ${test.reasons[0]?.message ?? 'No winner yet.'}`
      }${test.isLeftBehind ? ' The drip has a newer version: whoever follows that one is not in the test.' : ''}`;
    case 'choosing': {
      const winner = test.looksTaken.at(-1)?.winner;
      return winner
        ? `${winner} was better at the last look: ${figuresOf(seenOf(test), test)}. Somebody has to choose what the others get.`
        : `There is no winner. Somebody has to choose what the others get.`;
    }
    case 'cancelled':
      return 'It was cancelled with its campaign, without a result.';
    case 'decided':
      return decided(test);
  }
}

/** Whom the variants went to; one that goes at another hour may have gone to nobody yet. */
function wentTo(variants: Told['variants']): string {
  const [gone, others] = [variants.filter(({ sent }) => sent > 0), variants.filter(({ sent }) => sent === 0)];
  if (gone.length === 0) return `None of the ${variants.length} variants has gone to anybody yet`;
  const people = gone.reduce((sum, { sent }) => sum + sent, 0);
  const to = `went to ${people === 1 ? '1 person' : `${count(people)} people`}`;
  const labels = (some: Told['variants']): string => inRow(some.map(({ label }) => label));
  if (others.length === 0) return `${variants.length} variants ${to}`;
  return `${labels(gone)} ${to}, ${labels(others)} to nobody yet`;
}

/** "A", "A and B", "A, B and C". */
const inRow = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/, ' and $1');

function decided(test: Told): string {
  const { outcome, sentVariant, variants, decidedByName, rest, reasons } = test;
  const others =
    test.source.kind === 'dripStep'
      ? test.isLeftBehind
        ? 'The drip has a newer version: whoever follows that one gets the message as it stands there.'
        : `Whoever comes now gets ${sentVariant}.`
      : rest.people > 0
        ? `${sentVariant} ${rest.sent < rest.people ? 'goes' : 'went'} to the other ${count(rest.people)}.`
        : '';
  switch (outcome) {
    case 'winner':
      return `${sentVariant} won at look ${test.looksTaken.length}: ${figuresOf(seenOf(test), test)}. ${others}`.trim();
    case 'chosen':
      return `${decidedByName ?? 'Somebody'} chose ${sentVariant}: ${figuresOf(variants, test)}. ${others}`.trim();
    case 'stopped':
      return `${decidedByName ?? 'Somebody'} stopped it. ${others}`.trim();
    default:
      return `No winner. ${reasons[0]?.message ?? ''} ${others}`.trim();
  }
}

/** What one variant brought, per person who was reached. */
interface Figure {
  label: string;
  perPerson: number | null;
}

/** The variants as the last look saw them: what it concluded from, whatever came later. */
const seenOf = ({ looksTaken }: Told): Figure[] =>
  (looksTaken.at(-1)?.arms ?? []).map(({ label, people, total }) => ({
    label,
    perPerson: people === 0 ? null : total / people,
  }));

function figuresOf(figures: readonly Figure[], { metric, currency }: Told): string {
  const words = (value: number): string =>
    metric === 'revenue' ? moneyText({ amountMinor: Math.round(value), currency }) : percent(value);
  const each = figures.map(({ label, perPerson }) => `${perPerson === null ? 'n/a' : words(perPerson)} with ${label}`);
  return metric === 'revenue' ? `${each.join(', ')} a person` : `${each.join(', ')} ${metricWords[metric]}`;
}
