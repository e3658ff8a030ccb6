import { isAllNumbers, type ColumnValues } from '../../domain/scoring/leakage.ts';
import { mostLevels, type Feature } from './feature.ts';

/** Rows that a level needs to be told apart from the rest. */
const fewestRows = 10;

/** What trees will look at in a column: a number where all its values are, else a category with its frequent levels. */
export function learnFeature(name: string, values: ColumnValues): Feature {
  const known = values.filter((value) => value !== null);
  if (known.length > 0 && isAllNumbers(known)) return { kind: 'number', name };
  const counts = new Map<string, number>();
  for (const value of known) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const levels = [...counts]
    .filter(([, rows]) => rows >= fewestRows)
    .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || (a < b ? -1 : 1))
    .slice(0, mostLevels)
    .map(([level]) => level);
  return { kind: 'category', name, levels, hasRest: levels.length < counts.size };
}
