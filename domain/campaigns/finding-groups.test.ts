import { expect, it } from 'vitest';
import { groupFindings, weighed } from './finding-groups.ts';

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

it('lets nobody there to get it today weigh less in review, and nothing else', () => {
  const nobody = { severity: 'blocking', code: 'no_recipients' } as const;
  const empty = { severity: 'blocking', code: 'empty_subject' } as const;
  expect(weighed([nobody, empty], 'in_review')).toEqual([{ ...nobody, severity: 'warning' }, empty]);
  for (const status of ['draft', 'running']) expect(weighed([nobody, empty], status)).toEqual([nobody, empty]);
});
