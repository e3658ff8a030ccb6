import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyMail } from '../../domain/inbound/classify.ts';
import { writtenText } from '../../domain/inbound/mail.ts';
import { deliveryReport } from '../../test/factories/inbound-mail.ts';
import { readMime } from './read-mime.ts';

function textOf(head: string, body: Uint8Array | string): string {
  return writtenText(readMime(Buffer.concat([Buffer.from(`${head}\n\n`, 'latin1'), Buffer.from(body)])));
}

describe('taking a mail apart', () => {
  it.each([
    ['quoted-printable', 'Content-Transfer-Encoding: quoted-printable', 'na=C3=AFve=\n ly', 'naïve ly'],
    ['base64', 'Content-Transfer-Encoding: base64', Buffer.from('naïve').toString('base64'), 'naïve'],
    ['a charset by name', 'Content-Type: text/plain; charset="koi8-r"', Uint8Array.of(0xd1, 0xdd, 0xc9, 0xcb), 'ящик'],
    ['escapes of Japanese mail, said or not', 'Subject: x', '\x1b$B$"\x1b(B', 'あ'],
    ['an unknown charset', 'Content-Type: text/plain; charset=x-none', 'naïve', 'naïve'],
    ['a wrong charset', 'Content-Type: text/plain; charset=utf-8', Uint8Array.of(0x61, 0xe9), 'aé'],
    [
      'words in HTML',
      'Content-Type: text/html',
      '<style>p{}</style><p>550 <b>user</b> unknown</p>',
      '550  user  unknown',
    ],
  ])('%s', (_name, head, body, text) => {
    expect(textOf(head, body).trim()).toBe(text);
  });

  it('decodes the words of headers, joined over lines', () => {
    const { headers } = readMime(Buffer.from('Subject: =?utf-8?Q?Out_of?=\n =?utf-8?B?IG9mZmljZQ==?=\nFrom: a\n\n'));
    expect(headers.get('subject')).toBe('Out of office');
  });
});

/** Mails made to be expensive: each is answered, within bounds. */
const hostile: [string, () => string | Buffer][] = [
  ['nothing', () => ''],
  [
    'parts within parts',
    () => Array.from({ length: 500 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join(''),
  ],
  ['parts beside parts', () => `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(100_000)}`],
  ['one header without end', () => `Subject: ${'a'.repeat(1_900_000)}`],
  ['folded without end', () => `Subject: a\n${' a\n'.repeat(500_000)}\n`],
  ['headers without number', () => 'X: y\n'.repeat(300_000)],
  [
    'a boundary that is nearly there',
    () => `Content-Type: multipart/mixed; boundary=${'-'.repeat(60)}\n\n${'-'.repeat(1_900_000)}`,
  ],
  [
    'a zip bomb',
    () =>
      `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n${'UEsD'.repeat(400_000)}\n--b--`,
  ],
  [
    'text of addresses',
    () => `From: MAILER-DAEMON@x\nSubject: Undelivered\n\n${'a@b.example: 550 no\n'.repeat(90_000)}`,
  ],
  [
    'recipients without number',
    () => deliveryReport('Action: failed\n\nFinal-Recipient: rfc822; a@b.example\n'.repeat(30_000)),
  ],
  [
    'a line without end',
    () => `From: MAILER-DAEMON@x\nSubject: failure notice\n\n<a@b.example>: 550 ${'user '.repeat(300_000)}`,
  ],
  [
    'brackets without end',
    () => `From: MAILER-DAEMON@x\nContent-Type: text/html\nSubject: failure notice\n\n${'<style '.repeat(200_000)}`,
  ],
  [
    'spaces without end',
    () => `From: MAILER-DAEMON@x\nSubject: failure notice\n\n<a@b.example>: 550${' '.repeat(1_500_000)}x`,
  ],
  ['zeros', () => Buffer.alloc(2_000_000)],
  ['binary', () => Buffer.from(Array.from({ length: 500_000 }, (_, n) => (n * 7919) % 256))],
];

describe('what is malformed or too much', () => {
  it.each(hostile)('%s', (_name, make) => {
    const raw = Buffer.from(make());
    const start = process.cpuUsage();
    const mail = readMime(raw);
    const { recipients } = classifyMail(mail);
    const { user } = process.cpuUsage(start);
    expect(mail.parts.length).toBeLessThanOrEqual(50);
    expect(mail.parts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(400_000);
    expect(recipients.length).toBeGreaterThan(0);
    expect(recipients.length).toBeLessThanOrEqual(100);
    expect(user / 1_000, 'milliseconds of CPU').toBeLessThan(1_000);
  });

  it('never throws, whatever byte of a report is another', () => {
    const report = Buffer.from(
      deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(report.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const mutated = Buffer.from(report);
          for (const [place, byte] of changes) mutated[place] = byte;
          expect(classifyMail(readMime(mutated)).recipients.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
