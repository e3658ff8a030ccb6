import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../exports/csv-writer.ts';
import { CsvReader, type CsvRow } from './csv-reader.ts';

function readAll(text: string, delimiter = ',', size = text.length || 1): CsvRow[] {
  const reader = new CsvReader(delimiter);
  const rows: CsvRow[] = [];
  for (let start = 0; start < text.length; start += size) rows.push(...reader.push(text.slice(start, start + size)));
  return [...rows, ...reader.push('', true)];
}
const cells = (rows: CsvRow[]) => rows.map((row) => row.cells);

describe('CsvReader', () => {
  it.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a\r\nb",c', [['a\r\nb', 'c']]],
    ['"say ""hi""",""', [['say "hi"', '']]],
    [
      'a,,\n,',
      [
        ['a', '', ''],
        ['', ''],
      ],
    ],
    ['5" disk,b', [['5" disk', 'b']]],
  ])('%j', (text, expected) => expect(cells(readAll(text))).toEqual(expected));

  it('numbers rows as a spreadsheet does, empty lines included', () => {
    expect(readAll('h\n\na\n"b\nc"\nd').map(({ row }) => row)).toEqual([1, 3, 4, 5]);
  });

  it('says what is wrong with a row and goes on after it', () => {
    const rows = readAll('a,b\n"x"y,z\nc,d\n"open,e\nf,g\n');
    expect(rows.map(({ problem }) => problem)).toEqual([
      undefined,
      'text_after_quote',
      undefined,
      'quote_unclosed',
      undefined,
    ]);
    expect(rows[4]).toEqual({ row: 5, cells: ['f', 'g'] });
    expect(readAll(`${'x'.repeat(40_000)},b\nc,d`).map(({ problem }) => problem)).toEqual(['cell_too_long', undefined]);
  });

  it('gives up a quote that is never closed without holding the whole file', () => {
    const reader = new CsvReader(',');
    const rows = reader.push('"never closed,b\n');
    for (let piece = 0; piece < 20; piece++) rows.push(...reader.push('some,row\n'.repeat(10_000)));
    expect(reader.rest.length).toBeLessThan(1_100_000);
    expect(rows[0]?.problem).toBe('quote_unclosed');
    expect(rows.length).toBeGreaterThan(100_000);
  });

  const cell = fc.oneof(fc.stringMatching(/^[a-z";,\r\n\t äé]{0,12}$/), fc.string({ unit: 'binary', maxLength: 8 }));
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });

  it('reads back what the writer wrote, in pieces of any size', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 50 }), (rows, size) => {
        const text = rows.map((row) => csvLine(row, { safe: false })).join('');
        expect(cells(readAll(text, ',', size))).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with an independent reader', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '|', '\t'), (rows, delimiter) => {
        const quoted = rows
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter))
          .join('\n');
        const other = parse(quoted, { delimiter, relax_column_count: true, skip_empty_lines: false }) as string[][];
        expect(cells(readAll(quoted, delimiter))).toEqual(other);
      }),
      { numRuns: 500 },
    );
  });

  it('goes on from its rest as if it had never stopped', () => {
    fc.assert(
      fc.property(table, fc.nat(), (rows, where) => {
        const text = rows.map((row) => csvLine(row, { safe: false })).join('');
        const cut = where % (text.length + 1);
        const first = new CsvReader(',');
        const before = first.push(text.slice(0, cut));
        const second = new CsvReader(',', first.rows);
        const after = second.push(first.rest + text.slice(cut), true);
        expect([...before, ...after]).toEqual(readAll(text));
      }),
      { numRuns: 500 },
    );
  });
});
