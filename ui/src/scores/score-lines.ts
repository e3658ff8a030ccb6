import type { PersonScore } from '../../../domain/scoring/score.ts';

/** The score over time, as far as one scorer went: a value for each of the days, null where another one scored. */
export interface ScoreLine {
  label: string;
  values: (number | null)[];
}

/** How a score went, by whatever scored at the time: where another one took over the line ends and another begins. */
export function scoreLines({
  history,
  asOf,
  score,
  model,
}: Pick<PersonScore, 'history' | 'asOf' | 'score' | 'model'>): { days: string[]; lines: ScoreLine[] } {
  const byLabel = new Map<string, Map<string, number>>();
  const put = (label: string, at: string, value: number) => {
    const line = byLabel.get(label) ?? new Map<string, number>();
    byLabel.set(label, line.set(at.slice(0, 10), value));
  };
  let label: string | null = null;
  for (const move of [...history].reverse()) {
    const own = scorerLabel(move.model);
    // What scored before the first of them is known only where it went on.
    put(label ?? (move.cause === 'known' ? own : 'Before'), move.wasAt, move.wasScore);
    put(own, move.at, move.score);
    label = own;
  }
  put(scorerLabel(model), asOf, score);
  const days = [...new Set([...byLabel.values()].flatMap((line) => [...line.keys()]))].sort();
  const lines = [...byLabel].map(([label, line]) => ({ label, values: days.map((day) => line.get(day) ?? null) }));
  return { days, lines: lines.map((line) => ({ ...line, values: joined(line.values) })) };
}

const scorerLabel = (model: PersonScore['model']): string => (model ? `By model ${model.version}` : 'By the rule');

/** Between two days of the same scorer the score went straight on. */
function joined(values: readonly (number | null)[]): (number | null)[] {
  const first = values.findIndex((value) => value !== null);
  const last = values.findLastIndex((value) => value !== null);
  let before = values[first] ?? null;
  return values.map((value, at) => {
    if (at < first || at > last) return null;
    before = value ?? before;
    return before;
  });
}
