import { describe, expect, it } from 'vitest';
import { announceKey, dropKey, formatKeyRing, parseKeyRing, rotateKeyRing, useKey } from './key-ring.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);

describe('key ring', () => {
  it('reads what it wrote, the newest first', () => {
    const ring = rotateKeyRing(rotateKeyRing(null, key(1)), key(2));
    const read = parseKeyRing(formatKeyRing(ring));
    expect(read.current).toEqual({ id: 2, key: key(2) });
    expect(read.find(1)).toEqual({ id: 1, key: key(1) });
    expect(read.find(9)).toBeUndefined();
  });

  it('keeps every key until it is dropped, and never drops the current one', () => {
    let ring = rotateKeyRing(null, key(1));
    for (const fill of [2, 3, 4]) ring = rotateKeyRing(ring, key(fill));
    expect(ring.keys.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(dropKey(ring, 2).keys.map(({ id }) => id)).toEqual([4, 3, 1]);
    expect(() => dropKey(ring, 4)).toThrow('current');
    expect(() => dropKey(ring, 9)).toThrow('no key 9');
  });

  it('announces a key that signs nothing before it is used', () => {
    const announced = parseKeyRing(formatKeyRing(announceKey(rotateKeyRing(null, key(1)), key(2))));
    expect([announced.current.id, announced.find(2)?.key]).toEqual([1, key(2)]);
    expect(useKey(announced, 2).keys.map(({ id }) => id)).toEqual([2, 1]);
    expect(announceKey(useKey(announced, 2), key(3)).keys.map(({ id }) => id)).toEqual([2, 3, 1]);
    expect(() => useKey(announced, 3)).toThrow('no key 3');
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
