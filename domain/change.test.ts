import { expect, it } from 'vitest';
import { BroadcastChange } from './broadcasts/broadcast.ts';
import { ContentChange, MessageContent } from './content/content.ts';
import { NurtureItemChange } from './nurtures/item.ts';
import { SenderChange } from './senders/sender.ts';

it('a change names what it changes and nothing else', () => {
  expect(BroadcastChange.parse({ content: { subject: 'New' } })).toEqual({ content: { subject: 'New' } });
  expect(NurtureItemChange.parse({ content: { body: 'New' } })).toEqual({ content: { body: 'New' } });
  expect(SenderChange.parse({ name: 'New' })).toEqual({ name: 'New' });
});

it.each(Object.keys(MessageContent.shape))('the field %s of a message can be left out of a change', (field) => {
  const whole = MessageContent.parse({ subject: 'Offers', body: '<p>Hello</p>' });
  const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== field));
  expect(ContentChange.parse(rest)).toEqual(rest);
});

it('a change is still checked', () => {
  expect(ContentChange.safeParse({ subject: 'two\nlines' }).success).toBe(false);
  expect(NurtureItemChange.safeParse({ content: { messageClass: 'transactional' } }).success).toBe(false);
  expect(SenderChange.safeParse({ replyTo: 'nobody' }).success).toBe(false);
});
