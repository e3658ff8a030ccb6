import { expect, it } from 'vitest';
import { groupFindings } from './finding-groups.ts';

it('says the same finding once with all its places, what blocks first', () => {
  const unsigned = { severity: 'warning', code: 'unsigned', message: 'Mail is not signed.' } as const;
  const empty = { severity: 'blocking', code: 'empty_subject', message: 'Write a subject.' } as const;
  const part = { kind: 'drip', id: 'd' } as const;
  expect(
    groupFindings([
      { ...unsigned, where: 'Hello: sender' },
      { ...empty, where: 'More: subject' },
      { ...unsigned, where: 'More: sender', part },
      { ...unsigned, where: 'More: sender', part },
    ]),
  ).toEqual([
    { ...empty, places: [{ where: 'More: subject' }] },
    { ...unsigned, places: [{ where: 'Hello: sender' }, { where: 'More: sender', part }] },
  ]);
});
