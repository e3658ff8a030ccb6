/** That somebody read, watched or asked for something, by index; `weight` is how much that says of them (0 to 1 and beyond). */
export interface Interaction {
  user: number;
  item: number;
  weight: number;
}

/** An item that the same people like, and how alike the two are (0 to 1). */
export interface Neighbour {
  item: number;
  similarity: number;
}

/** So many neighbours of an item are kept: what comes after says little and costs as much. */
export const mostNeighbours = 50;

/** How many people must have both before a likeness counts for half of what it is: two who happen to have both say little. */
const doubt = 3;

/**
 * The items that are most like each, by who has both (cosine of the columns, shrunk where few have both). The place in the list is the item.
 * Somebody who has everything says little of what belongs together, and so counts less for each pair (by the logarithm of how much they have).
 */
export function neighboursOf(
  interactions: readonly Interaction[],
  items: number,
  most = mostNeighbours,
): Neighbour[][] {
  const byUser = rowsBy(interactions, ({ user }) => user);
  const norms = new Float64Array(items);
  for (const { item, weight } of interactions) norms[item]! += weight * weight;
  const byItem = rowsBy(interactions, ({ item }) => item);
  const [sums, both] = [new Float64Array(items), new Uint32Array(items)];
  return Array.from({ length: items }, (_, item) => {
    const touched: number[] = [];
    for (const { user, weight } of byItem.get(item) ?? []) {
      const row = byUser.get(user)!;
      const share = 1 / Math.log2(2 + row.length);
      for (const other of row) {
        if (other.item === item) continue;
        if (both[other.item]!++ === 0) touched.push(other.item);
        sums[other.item]! += weight * other.weight * share;
      }
    }
    const found = touched.map((other) => ({
      item: other,
      similarity: (sums[other]! / Math.sqrt(norms[item]! * norms[other]!)) * (both[other]! / (both[other]! + doubt)),
    }));
    for (const other of touched) sums[other] = both[other] = 0;
    return found.sort((a, b) => b.similarity - a.similarity || a.item - b.item).slice(0, most);
  });
}

/** The sum of weights of each item: what is popular. */
export function popularityOf(interactions: readonly Interaction[], items: number): Float64Array {
  const sums = new Float64Array(items);
  for (const { item, weight } of interactions) sums[item]! += weight;
  return sums;
}

function rowsBy(interactions: readonly Interaction[], keyOf: (one: Interaction) => number): Map<number, Interaction[]> {
  const rows = new Map<number, Interaction[]>();
  for (const one of interactions) {
    const key = keyOf(one);
    const row = rows.get(key);
    if (row) row.push(one);
    else rows.set(key, [one]);
  }
  return rows;
}
