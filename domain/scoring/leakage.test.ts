import { expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { aucAlone, guardColumns, unknownNames, type ColumnValues } from './leakage.ts';

const random = randomFrom(1);
const rows = 1000;
const make = (of: (row: number) => string | number | null): ColumnValues =>
  Array.from({ length: rows }, (_, row) => of(row));
const outcomes = Array.from({ length: rows }, () => (random() < 0.4 ? 1 : 0));

const columns = new Map<string, ColumnValues>([
  ['Stage after', make((row) => (random() < 0.97 ? `stage ${outcomes[row]}` : null))],
  ['Score after', make((row) => outcomes[row]! * 10 + random() * 12)],
  ['Source', make((row) => (random() < 0.5 ? `source ${outcomes[row]}` : 'other'))],
  ['Id', make((row) => `id-${row}`)],
  ['Number', make((row) => 579_000 + row * 3)],
  ['Day', make((row) => Math.floor(row / 1.5))],
  ['Days left', make((row) => Math.floor((rows - row) / 1.5))],
  ['Hardly', make((row) => (row % 100 === 0 ? 'x' : null))],
  ['Seldom', make((row) => (row % 100 === 0 ? `code ${row}` : null))],
  ['Empty', make(() => null)],
  ['Same', make(() => 'No')],
  ['Comment', make((row) => (row % 4 === 0 ? 'none' : `text ${row}`))],
  ['Town', make(() => `town ${Math.floor(random() * 200)}`)],
]);

it('leaves out what is declared, and what only names or numbers the rows', () => {
  const report = guardColumns(columns, { outcomes, afterOutcome: ['stage AFTER '] });
  expect(report.kept).toEqual(['Score after', 'Source', 'Seldom', 'Town']);
  expect(Object.fromEntries(report.dropped.map(({ column, message }) => [column, message]))).toEqual({
    'Stage after': 'declared to be written after the outcome',
    Id: 'every value is different: it names the rows',
    Number: 'every value is different: it names the rows',
    Day: 'it numbers the rows',
    'Days left': 'it numbers the rows',
    Hardly: 'it is almost empty',
    Empty: 'it is empty',
    Same: 'every value is the same',
    Comment: 'it is free text: most values are different',
  });
});

it('leaves out all that a name with a star means', () => {
  expect(guardColumns(columns, { outcomes, afterOutcome: ['S*'] }).kept).toEqual(['Town']);
  expect(guardColumns(columns, { outcomes, afterOutcome: ['Tow'] }).kept).toContain('Town');
});

it('warns of a column that alone tells the outcome, words or numbers', () => {
  const { warnings, kept } = guardColumns(columns, { outcomes, afterOutcome: [] });
  expect(warnings.map(({ column }) => column)).toEqual(['Stage after', 'Score after']);
  expect(kept).toContain('Stage after');
  expect(warnings[0]!.message).toMatch(/^Stage after alone has an AUC of \d\.\d\d: it was probably written after/);
});

it('does not take many rare values for knowledge', () => {
  expect(aucAlone(columns.get('Town')!, outcomes)).toBeLessThan(0.58);
  expect(aucAlone(columns.get('Town')!, outcomes)).toBeGreaterThan(0.42);
});

it('says which declared names are in no column', () => {
  expect(unknownNames(columns.keys(), ['source', 'Sorce', 'stage*', 'x*'])).toEqual(['Sorce', 'x*']);
});
