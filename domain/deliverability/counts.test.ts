import { expect, it } from 'vitest';
import { figuresOf, subtractCounts } from './counts.ts';

it('leaves nothing of counts whose part was read a moment later, when more had gone out', () => {
  const rest = subtractCounts({ sent: 10, bouncedSoft: 3 }, { sent: 12, bouncedSoft: 1, opened: 2 });
  expect(rest).toMatchObject({ sent: 0, bouncedSoft: 2, opened: 0 });
  expect(figuresOf(rest)).toMatchObject({ tried: 0, sent: 0, opened: 0 });
});
