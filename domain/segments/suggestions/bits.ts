/** Which of some people, by their place: one bit each. */
export type Bits = Uint32Array;

/** Those of `size` people for whom `isIn` holds. */
export function bitsOf(size: number, isIn: (place: number) => boolean): Bits {
  const bits = new Uint32Array(Math.ceil(size / 32));
  for (let place = 0; place < size; place++) if (isIn(place)) bits[place >>> 5]! |= 1 << (place & 31);
  return bits;
}

/** Those who are in both. */
export function both(a: Bits, b: Bits): Bits {
  return a.map((word, at) => word & b[at]!);
}

/** Those who are in the first and not in the second. */
export function without(a: Bits, b: Bits): Bits {
  return a.map((word, at) => word & ~b[at]!);
}

/** How many there are. */
export function size(bits: Bits): number {
  let sum = 0;
  for (const word of bits) sum += ones(word);
  return sum;
}

/** How many are in both, without writing them down. */
export function shared(a: Bits, b: Bits): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += ones(a[at]! & b[at]!);
  return sum;
}

function ones(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
