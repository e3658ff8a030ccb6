import { describe, expect, it } from 'vitest';
import { readImage } from './image-file.ts';

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((one) => one.charCodeAt(0)) : part)),
  );

const png = bytes([0x89], 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 2, 88, 0, 0, 1, 44]);
const gif = bytes('GIF89a', [88, 2, 44, 1]);
const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 1, 44, 2, 88, 3, 0, 0, 0]);
const webp = (kind: string, rest: number[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', kind, [0, 0, 0, 0], rest);

describe('an image', () => {
  it.each([
    ['image/png', png],
    ['image/gif', gif],
    ['image/jpeg', jpeg],
    ['image/webp', webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 88, 2, 44, 1])],
    ['image/webp', webp('VP8L', [0x2f, 0x57, 0xc2, 0x4a, 0x00])],
    ['image/webp', webp('VP8X', [0, 0, 0, 0, 87, 2, 0, 43, 1, 0])],
  ])('is known by its bytes, with its size: %s', (contentType, data) => {
    expect(readImage(data)).toEqual({ contentType, width: 600, height: 300 });
  });

  it.each([
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script/></svg>')],
    ['HTML that begins like nothing', bytes('<!doctype html><img>')],
    ['nothing', new Uint8Array()],
    ['a PNG that breaks off', png.slice(0, 18)],
    ['a JPEG without a frame', jpeg.slice(0, 8)],
    ['a PNG of no size', bytes([0x89], 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 0, 0, 0, 0, 0, 0])],
    ['another RIFF file', bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt ', [0, 0, 0, 0])],
  ])('is none: %s', (_, data) => {
    expect(readImage(data)).toBeNull();
  });
});
