/** Chance that can be had again: the same numbers to begin with roll the same ones after them. */
export class Dice {
  #state = 0;

  constructor(...from: readonly number[]) {
    for (const number of from) {
      this.#state = Math.imul(this.#state ^ number, 0x9e3779b1);
      this.roll();
    }
  }

  /** A number from 0 up to 1, which it never is (mulberry32). */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** One of them; undefined of none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.roll() * items.length)];
  }

  /** True in this share of the cases, 0 to 1. */
  isLucky(share: number): boolean {
    return this.roll() < share;
  }
}
