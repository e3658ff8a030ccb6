import { expect, it } from 'vitest';
import { chooseMail } from './choose-item.ts';

const mails = [
  { id: 'first', name: 'Find your way', contentIds: [] },
  { id: 'second', name: 'Layouts', contentIds: ['layouts', 'docks'] },
  { id: 'third', name: 'Returns', contentIds: ['returns'] },
];
const recommended = [
  { item: { id: 'parcels' }, reason: { kind: 'popular' as const } },
  { item: { id: 'returns' }, reason: { kind: 'topic' as const, topic: 'Shipping' } },
  { item: { id: 'docks' }, reason: { kind: 'read' as const, itemId: 'x', title: 'Plan a hall' } },
];
const had = (...ids: string[]) => ({ hasHad: (id: string) => ids.includes(id) });

it('chooses the mail that leads to what is recommended the most, and says why', () => {
  expect(chooseMail(mails, { ...had(), recommended })).toEqual({
    id: 'third',
    reason: 'Sends “Returns”: more on Shipping.',
  });
  expect(chooseMail(mails, { ...had('third'), recommended })).toEqual({
    id: 'second',
    reason: 'Sends “Layouts”: because they read “Plan a hall”.',
  });
});

it('goes by the order of the programme where nothing is recommended that a mail leads to', () => {
  expect(chooseMail(mails, { ...had('first'), recommended: [] })).toEqual({ id: 'second', reason: null });
  expect(chooseMail(mails, { ...had('second', 'third'), recommended })).toEqual({ id: 'first', reason: null });
  expect(chooseMail(mails, { ...had('first', 'second', 'third'), recommended })).toBe(null);
});
