import { expect, it } from 'vitest';
import { inTurn } from './in-turn.ts';

/** Something that is under way until it is ended. */
function work(done: string[], name: string) {
  let end = (_failure?: Error): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (failure) => (failure ? reject(failure) : resolve());
  });
  const run = async (isLast: () => boolean): Promise<boolean> => {
    done.push(`${name} begins`);
    await ended;
    done.push(`${name} ends`);
    return isLast();
  };
  return { run, end };
}
const later = () => new Promise((resolve) => setTimeout(resolve));

it('begins what is asked of one thing when what was asked before has ended, and of another at once', async () => {
  const done: string[] = [];
  const [first, second, other] = ['first', 'second', 'other'].map((name) => work(done, name)) as [
    ReturnType<typeof work>,
    ReturnType<typeof work>,
    ReturnType<typeof work>,
  ];
  const answers = [inTurn('line', first.run), inTurn('line', second.run), inTurn('member', other.run)];
  await later();
  expect(done).toEqual(['first begins', 'other begins']);
  second.end();
  other.end();
  await later();
  first.end();
  expect(await Promise.all(answers)).toEqual([false, true, true]);
  expect(done.slice(2)).toEqual(['other ends', 'first ends', 'second begins', 'second ends']);
});

it('goes on after a refusal, which is told to whom it concerns alone', async () => {
  const done: string[] = [];
  const [first, second] = [work(done, 'first'), work(done, 'second')];
  const refused = inTurn('line', first.run);
  const answered = inTurn('line', second.run);
  first.end(new Error('The line is gone.'));
  second.end();
  await expect(refused).rejects.toThrow('The line is gone.');
  expect(await answered).toBe(true);
});
