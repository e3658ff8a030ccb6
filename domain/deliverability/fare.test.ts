import { expect, it } from 'vitest';
import { fareByReceiver, fareBySender, type MailBetween } from './fare.ts';

const mail = (receivingDomain: string, sent: number, hosted?: string | null): MailBetween => ({
  senderDomain: 'acme.example',
  receivingDomain,
  ...(hosted === undefined ? {} : { hosted }),
  counts: { sent, complained: Math.round(sent / 1000) },
});

it('puts companies together with the provider that takes their mail, and scores each', () => {
  const rows = [mail('gmail.com', 1000), mail('shop.example', 500, 'google'), mail('works.example', 2000, null)];
  expect(
    fareByReceiver([...rows, mail('new.example', 10)], new Set()).map(({ key, domains, figures, score }) => [
      key,
      domains,
      figures.sent,
      score === null,
    ]),
  ).toEqual([
    ['works.example', 1, 2000, false],
    ['google', 2, 1500, false],
    ['new.example', 1, 10, true],
  ]);
});

it('counts mail of each domain of senders on its own', () => {
  const other = { ...mail('gmail.com', 900), senderDomain: 'other.example' };
  expect(
    fareBySender([mail('gmail.com', 300), other], new Set(['other.example'])).map(
      ({ senderDomain, figures, factors }) => [
        senderDomain,
        figures.sent,
        factors.find(({ key }) => key === 'authentication')?.points,
      ],
    ),
  ).toEqual([
    ['other.example', 900, 10],
    ['acme.example', 300, 0],
  ]);
});
