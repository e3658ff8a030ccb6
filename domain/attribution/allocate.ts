/**
 * Shares an amount in minor units out by weights, to the last unit: everybody gets the whole units of their share, and what is left
 * goes to the largest remainders, one unit each; between equal ones to the earlier. A negative amount (a refund) is shared out as the
 * positive one is. Without a weight above zero nobody gets anything.
 */
export function allocate(amountMinor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return weights.map(() => 0);
  const amount = Math.abs(amountMinor);
  const exact = weights.map((weight) => amount * (weight / total));
  const parts = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - parts[index]! }))
    .filter(({ index }) => weights[index]! > 0)
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = amount - parts.reduce((sum, part) => sum + part, 0);
  for (let at = 0; left > 0; at = (at + 1) % byRemainder.length, left--) parts[byRemainder[at]!.index]! += 1;
  // Shares of very large amounts are rounded by the number itself and may come to a few units too many.
  for (let at = byRemainder.length - 1; left < 0; at = (at || byRemainder.length) - 1) {
    if (parts[byRemainder[at]!.index]! === 0) continue;
    parts[byRemainder[at]!.index]! -= 1;
    left++;
  }
  return amountMinor < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}
