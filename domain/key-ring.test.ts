import { describe, expect, it } from 'vitest';
import { formatKeyRing, parseKeyRing, rotateKeyRing } from './key-ring.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);

describe('key ring', () => {
  it('reads what it wrote, the newest first', () => {
    const ring = rotateKeyRing(rotateKeyRing(null, key(1)), key(2));
    const read = parseKeyRing(formatKeyRing(ring));
    expect(read.current).toEqual({ id: 2, key: key(2) });
    expect(read.find(1)).toEqual({ id: 1, key: key(1) });
    expect(read.find(9)).toBeUndefined();
  });

  it('drops the oldest keys when it is rotated', () => {
    let ring = rotateKeyRing(null, key(1));
    for (const fill of [2, 3, 4, 5]) ring = rotateKeyRing(ring, key(fill), 2);
    expect(ring.keys.map(({ id }) => id)).toEqual([5, 4, 3]);
  });

  it.each(['', 'secret', 'k1:short', 'k0:' + btoa('x'.repeat(32)), 'k256:' + btoa('x'.repeat(32))])(
    'refuses %j',
    (text) => {
      expect(() => parseKeyRing(text)).toThrow(/SECRET_KEY/);
    },
  );

  it('refuses two keys of one number and shows no key in its errors', () => {
    const entry = `k1:${btoa('y'.repeat(32))}`;
    expect(() => parseKeyRing(`${entry},${entry}`)).toThrow('twice');
    expect(() => parseKeyRing(`${entry},k2:nonsense`)).toThrow(/entry 2/);
  });
});
