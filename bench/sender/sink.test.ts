import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SendOutcome } from '../../mail/smtp/outcome.ts';
import { createSmtpSender } from '../../mail/smtp/sender.ts';
import type { RunningSink } from './sink.ts';
import { startSink } from './sink.ts';

let sink: RunningSink;
beforeAll(async () => {
  sink = await startSink();
});
afterAll(() => sink.stop());

async function send(ids: string[], domain = 'a.test'): Promise<SendOutcome[]> {
  const sender = createSmtpSender({ url: sink.url, connections: 1, backoffMs: 5 });
  const outcomes: SendOutcome[] = [];
  const messages = ids.map((id) => ({
    id,
    envelopeFrom: 'b@bounce.test',
    to: `p@${domain}`,
    data: `Message-ID: <${id}@x.test>\r\n\r\nx\r\n`,
  }));
  await sender.send(messages, (outcome) => void outcomes.push(outcome));
  await sender.close();
  return outcomes;
}

it('counts messages and finds those that came twice', async () => {
  await sink.reset();
  await send(['a', 'b', 'c', 'b']);
  expect(await sink.report()).toMatchObject({ messages: 4, distinct: 3, duplicates: ['b'], refused: 0 });
  expect((await sink.ids()).sort()).toEqual(['a', 'b', 'c']);
});

it('misbehaves as it is told', async () => {
  await sink.reset();
  await sink.behave({
    domains: {
      'busy.test': { reply: '421 4.7.0 slow down', stage: 'rcpt' },
      'full.test': { reply: '452 4.2.2 full', stage: 'dot' },
    },
  });
  expect((await send(['a'], 'busy.test'))[0]).toMatchObject({ kind: 'deferred', code: 421 });
  expect((await send(['b'], 'full.test'))[0]).toMatchObject({ kind: 'deferred', code: 452 });
  expect((await send(['c']))[0]).toMatchObject({ kind: 'accepted' });
  await sink.behave({ dropEvery: 3, chunking: false });
  const outcomes = await send(['d', 'e', 'f']);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'uncertain', 'accepted']);
  expect(await sink.report()).toMatchObject({ messages: 4, distinct: 4, duplicates: [], refused: 2, dropped: 1 });
  await sink.behave({ pipelining: false, delayMs: 5 });
  expect((await send(['g', 'h'])).map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
});
