import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodingWatcher, type Encoding } from './encoding.ts';
import { encodedLength, PieceDecoder } from './text-decoder.ts';

const encoders: Record<Encoding, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1252': (text) => Buffer.from(text.replaceAll('€', '\x80').replaceAll('“', '\x93'), 'latin1'),
};

function watch(bytes: Buffer, size = bytes.length || 1) {
  const watcher = new EncodingWatcher();
  for (let start = 0; start < bytes.length; start += size) watcher.push(bytes.subarray(start, start + size));
  return watcher.result();
}

describe('EncodingWatcher', () => {
  const text = 'Name;Stadt\r\nJürgen;München\r\n';
  it.each([
    ['UTF-8', encoders['utf-8'](text), { encoding: 'utf-8', bom: 0 }],
    ['UTF-8 with a mark', encoders['utf-8'](`\ufeff${text}`), { encoding: 'utf-8', bom: 3 }],
    ['UTF-16LE with a mark', encoders['utf-16le'](`\ufeff${text}`), { encoding: 'utf-16le', bom: 2 }],
    ['UTF-16BE with a mark', encoders['utf-16be'](`\ufeff${text}`), { encoding: 'utf-16be', bom: 2 }],
    ['UTF-16LE without one', encoders['utf-16le'](text), { encoding: 'utf-16le', bom: 0 }],
    ['UTF-16BE without one', encoders['utf-16be'](text), { encoding: 'utf-16be', bom: 0 }],
    ['Windows-1252', encoders['windows-1252'](text), { encoding: 'windows-1252', bom: 0 }],
    ['nothing', Buffer.alloc(0), { encoding: 'utf-8', bom: 0 }],
  ])('%s', (_name, bytes, expected) => {
    expect(watch(bytes)).toEqual(expected);
    if (expected.encoding === 'utf-8') expect(watch(bytes, 7)).toEqual(expected);
  });

  it('finds the one byte far behind that is no UTF-8', () => {
    expect(watch(Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.from([0xe9, 0x0a])]), 65_536).encoding).toBe(
      'windows-1252',
    );
    expect(watch(Buffer.concat([Buffer.alloc(10, 'a'), Buffer.from([0xc3])])).encoding).toBe('windows-1252');
  });
});

describe('PieceDecoder', () => {
  it.each(Object.keys(encoders) as Encoding[])(
    '%s in pieces of any size, and knows which bytes it holds back',
    (encoding) => {
      const unit = encoding === 'windows-1252' ? fc.constantFrom('a', 'é', 'ß', '€', '“', '\n') : ('binary' as const);
      fc.assert(
        fc.property(fc.string({ unit, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (text, size) => {
          const bytes = encoders[encoding](text);
          const decoder = new PieceDecoder(encoding);
          let read = '';
          for (let start = 0; start < bytes.length; start += size) {
            read += decoder.push(bytes.subarray(start, start + size));
            expect(encodedLength(encoding, read) + decoder.heldBytes).toBe(Math.min(bytes.length, start + size));
          }
          expect(read + decoder.end()).toBe(text);
        }),
      );
    },
  );

  it('reads the letters of Windows-1252 that Latin-1 lacks', () => {
    expect(new PieceDecoder('windows-1252').push(new Uint8Array([0x80, 0x93, 0x9f, 0xe9]))).toBe('€“Ÿé');
  });
});
