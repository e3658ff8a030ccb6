import { describe, expect, it } from 'vitest';
import { newsFor, wasFaster } from './meanwhile.ts';
import { Problem } from './problem.ts';

const edited = ({ name }: { name: string; version: number }) => name;
const basis = { name: 'Spring', version: 1 };

describe('what was saved while somebody edits', () => {
  it.each([
    ['same', { name: 'Spring', version: 1 }, true],
    ['adopt', { name: 'Summer', version: 2 }, false],
    ['note', { name: 'Spring', version: 2 }, true],
    ['behind', { name: 'Summer', version: 2 }, true],
  ] as const)('is %s', (news, fresh, isChanged) => {
    expect(newsFor(basis, fresh, { isChanged, edited })).toBe(news);
  });

  it('is what a refused save tells of', () => {
    expect(wasFaster(new Problem(412, 'precondition_failed', 'Somebody was faster.'))).toBe(true);
    expect(wasFaster(new Problem(409, 'conflict', 'It has begun.'))).toBe(false);
  });
});
