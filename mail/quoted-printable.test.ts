import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeValue, QuotedPrintable } from './quoted-printable.ts';

/** A decoder written from RFC 2045 alone. */
function decode(encoded: string): string {
  const joined = encoded.replace(/=\r\n/g, '');
  const bytes: number[] = [];
  for (let i = 0; i < joined.length; i += 1) {
    if (joined[i] === '=') {
      bytes.push(parseInt(joined.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(joined.charCodeAt(i));
  }
  return Buffer.from(bytes).toString('utf8');
}

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('.', '=', ' ', '\n', '\r\n', '\t', 'a', 'ü', '漢', '👩‍🚀', 'שלום'),
    fc.string({ minLength: 1, maxLength: 3 }),
  ),
  maxLength: 300,
});

it('gives text back whatever stands where, in lines of 76 without runs of white space or leading dots', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
      const writer = new QuotedPrintable();
      let encoded = '';
      for (const [i, part] of parts.entries()) {
        if (i % 2 === 1) {
          encoded += encodeValue(part);
          continue;
        }
        writer.write(part);
        writer.softBreak();
        encoded += writer.take();
      }
      const expected = parts.map((part) => part.replace(/\r\n?/g, '\n')).join('');
      expect(decode(encoded).replace(/\r\n/g, '\n')).toBe(expected);
      for (const line of encoded.split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(76);
        expect(line).toMatch(/^(?!\.)[!-~]*(?: [!-~]+)*$/);
      }
    }),
    { numRuns: 500 },
  );
});

it('leaves nothing behind for an empty value, and short plain text as it is', () => {
  expect(encodeValue('')).toBe('');
  expect(encodeValue('Ada Lovelace')).toBe('Ada Lovelace=\r\n');
  expect(encodeValue('.x')).toBe('=2Ex=\r\n');
});
