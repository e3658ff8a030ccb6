import { describe, expect, it, vi } from 'vitest';
import { newsFor, saveCatchingUp, wasFaster } from './meanwhile.ts';
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

  it.each([
    ['saves over other fields without asking', [412, 0], true, [2, 0]],
    ['gives up where what is edited was changed', [412, 0], false, [1, 412]],
    ['gives up where others are always faster', [412, 412, 412, 0], true, [3, 412]],
    ['does not read anew for another refusal', [409, 0], true, [1, 409]],
  ])('%s', async (_, answers, isNothingOfIt, [tries, outcome]) => {
    let tried = 0;
    const save = async (): Promise<void> => {
      const status = answers[tried++];
      if (status) throw new Problem(status, 'no', 'No.');
    };
    const catchUp = vi.fn(async () => isNothingOfIt);
    const status = await saveCatchingUp(save, catchUp).then(
      () => 0,
      (refused: Problem) => refused.status,
    );
    expect([tried, status]).toEqual([tries, outcome]);
    expect(catchUp.mock.calls).toHaveLength(outcome === 409 ? 0 : Math.min(tried, answers.filter(Boolean).length, 2));
  });
});
