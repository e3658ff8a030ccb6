import type { Block } from './block.ts';
import { insideOf } from './inside.ts';
import { blockName } from './block-names.ts';
import type { TemplateContent } from './template.ts';

/** One thing that is different between two contents. */
export interface ContentDifference {
  kind: 'added' | 'removed' | 'moved' | 'changed';
  /** The block; null where it is about the message as a whole. */
  blockId: string | null;
  /** What happened, for people. */
  words: string;
}

interface Placed {
  block: Block;
  /** The list that it stands in, and after which blocks. */
  parent: string;
  at: number;
}

/** What happened between two contents, block by block (they are known by their ids), in the reading order of the later one. */
export function diffContent(before: TemplateContent, after: TemplateContent): ContentDifference[] {
  const [old, now] = [placesOf(before.blocks), placesOf(after.blocks)];
  const moved = movedIn(old, now);
  const differences: ContentDifference[] = [
    ...wholeDifferences(before, after),
    ...[...now].flatMap(([id, { block }]): ContentDifference[] => {
      const former = old.get(id);
      const name = blockName(block);
      if (!former) return [{ kind: 'added', blockId: id, words: `${name} was added` }];
      const changed = changedFields(former.block, block);
      return [
        ...(moved.has(id) ? [{ kind: 'moved' as const, blockId: id, words: `${name} was moved` }] : []),
        ...(changed.length > 0
          ? [{ kind: 'changed' as const, blockId: id, words: `${name}: ${listed(changed)} changed` }]
          : []),
      ];
    }),
  ];
  const gone = [...old].filter(([id]) => !now.has(id));
  return [
    ...differences,
    ...gone.map(([id, { block }]) => ({
      kind: 'removed' as const,
      blockId: id,
      words: `${blockName(block)} was removed`,
    })),
  ];
}

function wholeDifferences(before: TemplateContent, after: TemplateContent): ContentDifference[] {
  const parts = [
    ['subject', 'The subject'],
    ['preheader', 'The preheader'],
    ['look', 'The look'],
  ] as const;
  return parts
    .filter(([part]) => !isSame(before[part], after[part]))
    .map(([, name]) => ({ kind: 'changed' as const, blockId: null, words: `${name} changed` }));
}

function placesOf(blocks: readonly Block[], parent = '', found = new Map<string, Placed>()): Map<string, Placed> {
  blocks.forEach((block, at) => {
    found.set(block.id, { block, parent, at });
    insideOf(block).forEach((inner, list) => placesOf(inner, `${block.id}/${list}`, found));
  });
  return found;
}

/** Blocks that stand in another list, or not in the order that they had among those that are in both. */
function movedIn(old: ReadonlyMap<string, Placed>, now: ReadonlyMap<string, Placed>): Set<string> {
  const moved = new Set<string>();
  const lists = new Map<string, { id: string; was: number }[]>();
  for (const [id, { parent }] of now) {
    const former = old.get(id);
    if (!former) continue;
    if (former.parent !== parent) moved.add(id);
    else lists.set(parent, [...(lists.get(parent) ?? []), { id, was: former.at }]);
  }
  for (const list of lists.values()) {
    const stayed = longestRising(list.map(({ was }) => was));
    list.forEach(({ id }, at) => void (stayed.has(at) || moved.add(id)));
  }
  return moved;
}

/** The places of a longest part whose numbers rise: what stayed, where everything else was moved around it. */
function longestRising(numbers: readonly number[]): Set<number> {
  const length = numbers.map(() => 1);
  const before = numbers.map(() => -1);
  numbers.forEach((number, at) => {
    for (let earlier = 0; earlier < at; earlier += 1) {
      if (numbers[earlier]! < number && length[earlier]! + 1 > length[at]!) {
        length[at] = length[earlier]! + 1;
        before[at] = earlier;
      }
    }
  });
  const kept = new Set<number>();
  for (let at = length.indexOf(Math.max(...length)); at >= 0; at = before[at]!) kept.add(at);
  return kept;
}

const words: Record<string, string> = {
  text: 'text',
  label: 'label',
  link: 'link',
  image: 'image',
  alt: 'description of the image',
  rule: 'who sees it',
  shownOn: 'where it is shown',
  padding: 'room around it',
  background: 'ground',
  percents: 'widths',
};

/** The names of what differs between two states of a block; blocks inside it are told by themselves. */
function changedFields(before: Block, after: Block): string[] {
  if (before.kind !== after.kind) return ['kind'];
  const [old, now] = [ownOf(before), ownOf(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return [...new Set(keys.filter((key) => !isSame(old[key], now[key])).map((key) => words[key] ?? 'setting'))];
}

function ownOf(block: Block): Record<string, unknown> {
  if (block.kind === 'columns') {
    const { columns, ...own } = block;
    return { ...own, percents: columns.map(({ id, percent }) => [id, percent]) };
  }
  if (block.kind !== 'condition') return block;
  const { blocks: _blocks, otherwise: _otherwise, ...own } = block;
  return own;
}

/** Whether two pieces of JSON say the same, in whatever order their keys stand. */
function isSame(one: unknown, other: unknown): boolean {
  return stable(one) === stable(other);
}

function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
