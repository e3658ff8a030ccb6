import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { encodeText, formatMailbox, headerDate, headerText, needsUtf8, wireAddress } from './headers.ts';

const name = fc.oneof(
  fc.string({ maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: fc.constantFrom('מ', 'ש', 'ع', ' ', 'a', '"', '\\', ',', '<', '@', '\r\n', '漢'), maxLength: 120 }),
  fc.constantFrom('=?UTF-8?Q?x?=', 'O’Brien, "Bob" \\ Co', 'עברית עם English', 'x'.repeat(400)),
);

async function parse(header: string) {
  return simpleParser(`${header}\r\n\r\nbody`);
}

function checkLines(header: string): void {
  for (const line of header.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.trim()).not.toBe('');
    // RFC 2047: a line that holds encoded words has at most 76 characters.
    if (line.includes('=?UTF-8?B?')) expect(line.length).toBeLessThanOrEqual(76);
  }
}

describe('a subject', () => {
  it('is read back by an independent parser, in lines that may travel', async () => {
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const header = `Subject: ${encodeText(text, 9)}`;
        const expected = headerText(text);
        if (expected !== '') checkLines(header);
        expect((await parse(header)).subject ?? '').toBe(Buffer.from(expected).toString());
      }),
      { numRuns: 300 },
    );
  });

  it('fills its lines: encoded words up to 75 characters, and plain ones to 76 with the name of the header', () => {
    const lengths = (text: string) => `Subject: ${encodeText(text, 9)}`.split('\r\n').map((line) => line.length);
    // 38 of 80 octets beside the name (9 + 12 + 52 characters), then 42; of 120 they are 38, 44 and 38.
    expect(lengths('Ä'.repeat(40))).toEqual([73, 69]);
    expect(lengths('Ä'.repeat(60))).toEqual([73, 73, 65]);
    expect(lengths('x'.repeat(67))).toEqual([76]);
    expect(lengths(`${'x'.repeat(67)} y`)).toEqual([76, 2]);
    expect(lengths(`${'x'.repeat(65)} y`)).toEqual([76]);
    // 9 and six words of 9 with five spaces; seven with a space before each; the three that are left.
    expect(lengths(Array<string>(16).fill('123456789').join(' '))).toEqual([68, 70, 30]);
  });

  it('cannot begin another header', async () => {
    const { headers } = await parse(`Subject: ${encodeText('Hello\r\nBcc: someone@else.test', 9)}`);
    expect([...headers.keys()]).toEqual(['subject']);
  });
});

describe('a mailbox', () => {
  it('is read back, name and address', async () => {
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const header = `To: ${formatMailbox(text, 'someone@test.test', 4)}`;
        checkLines(header);
        const { to } = await parse(header);
        const [mailbox] = (Array.isArray(to) ? to[0] : to)!.value;
        expect(mailbox!.address).toBe('someone@test.test');
        expect(mailbox!.name).toBe(Buffer.from(headerText(text)).toString());
      }),
      { numRuns: 300 },
    );
  });

  it('puts the address on the line of the name where both have room there', () => {
    const lengths = (name: string) =>
      `To: ${formatMailbox(name, 'someone@test.test', 4)}`.split('\r\n').map((line) => line.length);
    expect(lengths('x'.repeat(50))).toEqual([76]);
    expect(lengths('x'.repeat(51))).toEqual([57, 20]);
    // 12 + 60 characters of 44 octets, and the address has 20.
    expect(lengths('Ä'.repeat(22))).toEqual([76, 20]);
    expect(lengths('Ä'.repeat(12))).toEqual([68]);
    expect(lengths('  ')).toEqual([21]);
  });

  it.each([
    ['someone@test.test', 'someone@test.test'],
    ['someone@bücher.test', 'someone@xn--bcher-kva.test'],
    ['a b@test.test', '"a b"@test.test'],
    ['"a b"@test.test', '"a b"@test.test'],
    ['用户@例子.test', '用户@xn--fsqu00a.test'],
    ['x"y@test.test', '"x\\"y"@test.test'],
    ['x@[192.0.2.1]', 'x@[192.0.2.1]'],
    ['nobody', null],
    ['@test.test', null],
    ['x@', null],
    ['x@a b', null],
    ['x\r\n@test.test', null],
    ['x@test.test>\r\nRCPT TO:<y@test.test', null],
  ])('%j travels as %j', (address, wire) => {
    expect(wireAddress(address)).toBe(wire);
  });

  it('needs SMTPUTF8 only for its local part', () => {
    expect(needsUtf8(wireAddress('a@bücher.test')!)).toBe(false);
    expect(needsUtf8(wireAddress('bücher@test.test')!)).toBe(true);
  });
});

it('writes dates as RFC 5322 wants them', () => {
  expect(headerDate(new Date('2025-03-02T09:05:07Z'))).toBe('Sun, 2 Mar 2025 09:05:07 +0000');
});
