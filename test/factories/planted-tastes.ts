import type { Taken } from '../../domain/content-items/measure.ts';
import { randomFrom } from '../../domain/random.ts';

/**
 * 240 people who each took 20 of 120 items: five tastes of 20 items each, which four of five takings follow, and 20 items that everybody
 * likes, some more than others.
 */
export function plantTastes(seed: number, { people = 240, each = 20 } = {}): Taken[] {
  const random = randomFrom(seed);
  const among = (from: number, count: number) => from + Math.floor(random() ** 2 * count);
  return Array.from({ length: people }, (_, person) => person).flatMap((person) => {
    const taste = person % 5;
    return Array.from({ length: each }, (): Taken => {
      const item = random() < 0.8 ? among(20 + taste * 20, 20) : among(0, 20);
      return { user: `p${person}`, item: `i${item}`, at: Math.floor(random() * 1e9) };
    });
  });
}
