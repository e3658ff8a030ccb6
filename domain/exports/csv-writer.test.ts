import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../imports/csv-reader.ts';
import { csvLine, isFormula } from './csv-writer.ts';

describe('csvLine', () => {
  it.each([
    '=1+1',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =cmd|’ /C calc’!A0',
    '|calc',
    '＝1',
    '=HYPERLINK("http://x")',
  ])('makes %j harmless', (text) => {
    const [row] = new CsvReader(',').push(csvLine([text]), true);
    expect(row?.cells).toEqual([`'${text}`]);
  });

  it.each(['-12.5', '+49', '1e5', '-3%', 'a=b', 'x', "O'Neil"])('leaves %j as it is', (text) => {
    expect(isFormula(text)).toBe(false);
    expect(new CsvReader(',').push(csvLine([text]), true)[0]?.cells).toEqual([text]);
  });

  it('writes no cell that a spreadsheet would run, and keeps every cell readable', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[=+\-@\t\r\n "';,a-c0-9]{0,10}$/)), {
          minLength: 2,
        }),
        (cells) => {
          const [row] = new CsvReader(',').push(csvLine(cells), true);
          expect(row?.cells.length).toBe(cells.length);
          row?.cells.forEach((cell, place) => {
            expect(isFormula(cell)).toBe(false);
            expect([cells[place], `'${cells[place]}`]).toContain(cell);
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
