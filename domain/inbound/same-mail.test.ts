import { expect, it } from 'vitest';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { sameMailBy } from './same-mail.ts';

const date = 'Date: Tue, 2 Jun 2026 09:00:00 +0200\r\n';
const id = 'Message-ID: <r1@people.example>\r\n';
const from = 'From: Ada <ada@people.example>\r\n';
const mail = (head: string, text = 'Please call me.') =>
  readMime(Buffer.from(`${head}Subject: Re: Spring\r\n\r\n${text}\r\n`));
const known = (head: string, text?: string) => sameMailBy(mail(head, text));
const first = known(id + from + date);

it.each([
  ['as it came', id + from + date, undefined],
  ['with headers of the servers between', `Received: by mx\r\nX-Spam: no\r\n${id}${from}${date}`, undefined],
  [
    'with a footer and a date of another spelling',
    `${id}From: ada@People.example\r\nDate: 2 Jun 2026 07:00:00 GMT\r\n`,
    'Please\r\ncall me.\r\n-- \r\nscanned',
  ],
])('is the same mail: %s', (_what, head, text) => expect(known(head, text)).toBe(first));

it.each([
  ['of another person under the same id', `${id}From: bo@people.example\r\n${date}`],
  ['of the same person under the same id, another day', `${id}${from}Date: Wed, 3 Jun 2026 09:00:00 +0200\r\n`],
  ['under another id', `Message-ID: <r2@people.example>\r\n${from}${date}`],
  ['without an id', from + date],
  ['without a date', id + from],
])('is another mail: %s', (_what, head) => expect(known(head)).not.toBe(first));

it.each([
  ['an id', from + date],
  ['a date', id + from],
])('is known by what it says where it has not %s', (_what, head) => {
  const base64 = `Content-Transfer-Encoding: base64\r\n`;
  expect(known(head + base64, Buffer.from('Please  call me.\n').toString('base64'))).toBe(known(head));
  expect(known(head, 'Never call me.')).not.toBe(known(head));
  expect(known(`${head}In-Reply-To: <a@b>\r\n`)).not.toBe(known(`${head}In-Reply-To: <c@b>\r\n`));
});
