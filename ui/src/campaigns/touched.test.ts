import { expect, it } from 'vitest';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { countTouched, touchedBy, touchedWords } from './touched.ts';

const figures = { frozen: 101, sent: 98, failed: 0, skipped: 0, uncertain: 0 } as Campaign['figures'];
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
  expect(touched).toEqual({ waiting: 3, inDrips: 28, inNurtures: 4 });
  expect(countTouched(touched)).toBe(32);
  expect(touchedWords(touched)).toBe(
    '3 messages still wait and will not go. 28 people stand in its drips and will get no further step. 4 members of its nurture programmes will get nothing more.',
  );
  expect(countTouched(touchedBy({ figures }, [], []))).toBe(3);
});
