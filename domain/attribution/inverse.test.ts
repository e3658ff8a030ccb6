import { expect, it } from 'vitest';
import { inverse } from './inverse.ts';

const matrix = (...rows: number[][]) => rows.map((row) => Float64Array.from(row));

it('inverts, changing rows where the first is no pivot', () => {
  const found = inverse(matrix([0, 2], [4, 0]));
  expect(found.map((row) => [...row])).toEqual([
    [0, 0.25],
    [0.5, 0],
  ]);
});

it('says that there is none', () => {
  expect(() => inverse(matrix([1, 2], [2, 4]))).toThrow('the matrix has no inverse');
});
