/** Something that stands in a tree: how much room it takes across, and what stands below it, from left to right. */
export interface TreeItem {
  id: string;
  width: number;
  children: string[];
  /** A line that only passes by: a parent need not stand over the middle of it. */
  isLane?: boolean;
}

interface Extent {
  /** How far it reaches to the left and right of its own middle, with all below it. */
  left: number;
  right: number;
  /** Where the middles of its children are, seen from its own. */
  offsets: number[];
}

/**
 * The middle of each item across. Nothing overlaps; a parent stands over the middle of its children, and over the only one of them
 * that is no lane. Items that nothing stands over come side by side. Parents must be listed before their children.
 */
export function placeTree(items: readonly TreeItem[]): Map<string, number> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const extents = new Map<string, Extent>();
  for (const { id } of postOrder(items, byId)) extents.set(id, extentOf(byId.get(id)!, { byId, extents }));
  const middles = new Map<string, number>();
  const below = new Set(items.flatMap(({ children }) => children));
  let free = 0;
  for (const { id } of items) {
    if (below.has(id)) continue;
    const { left, right } = extents.get(id)!;
    middles.set(id, free + left);
    free += left + right;
  }
  for (const { id, children } of postOrder(items, byId).toReversed()) {
    children.forEach((child, at) => middles.set(child, middles.get(id)! + extents.get(id)!.offsets[at]!));
  }
  return middles;
}

function extentOf(
  item: TreeItem,
  { byId, extents }: { byId: ReadonlyMap<string, TreeItem>; extents: ReadonlyMap<string, Extent> },
): Extent {
  let reach = 0;
  const middles = item.children.map((child) => {
    const { left, right } = extents.get(child)!;
    const middle = reach + left;
    reach += left + right;
    return middle;
  });
  const upright = item.children.flatMap((child, at) => (byId.get(child)!.isLane ? [] : [middles[at]!]));
  const over = upright.length > 0 ? upright : middles;
  const own = over.length === 0 ? 0 : (over[0]! + over.at(-1)!) / 2;
  return {
    left: Math.max(item.width / 2, own),
    right: Math.max(item.width / 2, reach - own),
    offsets: middles.map((middle) => middle - own),
  };
}

/** Children before parents. By hand and not by recursion: a chain of two hundred steps is that deep. */
function postOrder(items: readonly TreeItem[], byId: ReadonlyMap<string, TreeItem>): TreeItem[] {
  const below = new Set(items.flatMap(({ children }) => children));
  const stack = items.filter(({ id }) => !below.has(id)).toReversed();
  const before: TreeItem[] = [];
  for (let top = stack.pop(); top; top = stack.pop()) {
    before.push(top);
    stack.push(...top.children.map((child) => byId.get(child)!));
  }
  return before.toReversed();
}
