import type { SegmentSuggestion, SuggestionRound } from '../../../domain/segments/suggestions/suggestion.ts';
import { conditionsOf } from '../../../domain/segments/rule-parts.ts';
import { count, plural } from '../lib/format.ts';
import { conditionWords, type NameOf } from './words.ts';

type Evidence = SegmentSuggestion['evidence'];

/** The parts of a suggested rule, as they follow "People of whom all of this is so:". */
export function clauseWords({ rule }: Pick<SegmentSuggestion, 'rule'>, nameOf: NameOf): string[] {
  return conditionsOf(rule).map((condition) => {
    const words = conditionWords(condition, nameOf);
    return words.charAt(0).toUpperCase() + words.slice(1);
  });
}

/** How much likelier such people convert: "2.4 times as likely to convert as all leads; allowing for luck, at least 1.6 times". */
export function liftWords({ all }: Pick<Evidence, 'all'>): string {
  return `${times(all.lift)} as likely to convert as all leads; allowing for luck, at least ${times(all.low)}`;
}

/** What those say who had no part in finding the rule. */
export function holdOutWords({ holdOut }: Pick<Evidence, 'holdOut'>): string {
  return `Checked on people who had no part in finding it: ${times(holdOut.lift)} as likely; allowing for luck, at least ${times(holdOut.low)} (${count(holdOut.converted)} of ${plural(holdOut.people, 'person', 'people')} converted).`;
}

/** What was counted: "60 of 100 such leads converted (60 %), of all leads 90 of 800 (11 %)". */
export function countWords({ all, base }: Pick<Evidence, 'all' | 'base'>): string {
  return `${count(all.converted)} of ${count(all.people)} such leads converted (${percent(all)}), of all leads it was ${count(base.converted)} of ${count(base.people)} (${percent(base)}).`;
}

/** What a segment made of the suggestion could be called: its clauses, without what is plain. */
export function nameFor(suggestion: Pick<SegmentSuggestion, 'rule'>, nameOf: NameOf): string {
  return clauseWords(suggestion, nameOf).join(', ').slice(0, 200);
}

/** How the last look went, in a sentence; `when` says the moment whose people were looked at, by the reader's clock. */
export function roundWords(
  round: SuggestionRound,
  { when, fewest }: { when: (iso: string) => string; fewest: number },
): string {
  const who =
    round.clock === 'moment' && round.asOf
      ? `${plural(round.people, 'lead', 'leads')} as they were on ${when(round.asOf)}, ${count(round.converted)} converted since`
      : `${plural(round.people, 'lead', 'leads')} a week after they came, ${count(round.converted)} converted in the 90 days after`;
  if (round.outcome === 'too_few')
    return `${round.converted === 1 ? '1 lead that was known before has' : `${count(round.converted)} leads that were known before have`} converted in the last year: it takes ${fewest} to tell a pattern from luck.`;
  const tried = `${plural(round.searched, 'rule was', 'rules were')} tried on ${who}`;
  return round.outcome === 'found' ? `${tried}.` : `${tried}; none did better than luck explains.`;
}

const times = (value: number): string => `${value.toFixed(1)} times`;
const percent = ({ converted, people }: { converted: number; people: number }): string =>
  people === 0 ? 'n/a' : `${Math.round((100 * converted) / people)}\u00a0%`;
