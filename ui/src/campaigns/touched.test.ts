import { expect, it } from 'vitest';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { addTouched, countCancelled, countTouched, nobody, touchedBy, touchedWords } from './touched.ts';

const figures = { frozen: 101, sent: 98, failed: 0, skipped: 0, uncertain: 0 } as Campaign['figures'];
const unsent = { frozen: 0, sent: 0, failed: 0, skipped: 0, uncertain: 0 } as Campaign['figures'];
const people = { enrolled: 1, active: 25, paused: 2, completed: 70, exited: 4, failed: 0 };

it('counts who is in drips and programmes that go on, and says what ends for them', () => {
  const touched = touchedBy(
    { figures },
    [
      { status: 'running', people },
      { status: 'completed', people },
    ],
    [{ status: 'paused', members: { normal: 3, paused: 1 } }],
  );
  expect(touched).toEqual({ campaigns: 1, unsent: 0, waiting: 3, inDrips: 28, inNurtures: 4 });
  expect(countTouched(touched)).toBe(32);
  expect(touchedWords(touched)).toBe(
    '3 messages still wait and will not go. 28 people stand in its drips and will get no further step. 4 members of its nurture programmes will get nothing more.',
  );
  expect(countTouched(touchedBy({ figures }, [], []))).toBe(3);
});

it('says of what has not begun that it will not, and never lets it be cancelled without a count', () => {
  const scheduled = touchedBy({ figures: unsent }, [], []);
  expect(touchedWords(scheduled)).toBe('Nothing has gone out yet, and nothing will.');
  expect([countTouched(scheduled), countCancelled(scheduled)]).toEqual([0, 1]);
  const draft = touchedBy({ figures: unsent }, [], [{ status: 'draft', members: { normal: 3, paused: 1 } }]);
  expect(countCancelled(draft)).toBe(4);
  expect(touchedWords(draft)).toContain('4 members of its nurture programmes');
});

it('sums up several', () => {
  const running = touchedBy({ figures }, [{ status: 'running', people }], []);
  const both = addTouched(addTouched(nobody, running), touchedBy({ figures: unsent }, [], []));
  expect(countCancelled(both)).toBe(28);
  expect(touchedWords(both)).toBe(
    'Nothing has gone out yet of 1 of the 2, and nothing will. 3 messages still wait and will not go. 28 people stand in their drips and will get no further step.',
  );
});
