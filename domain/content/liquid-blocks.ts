/** Tags that begin another branch of a block. */
export const branches: ReadonlySet<string> = new Set(['else', 'elsif', 'when']);

const blocks = new Set(['if', 'unless', 'case', 'for', 'tablerow', 'capture', 'comment', 'raw']);

/** Whether a tag of Liquid begins a block, which an `end` closes. */
export const opensBlock = (word: string): boolean => blocks.has(word);

/** A tag of Liquid by its first word; `end` is behind it. */
export interface LiquidTag {
  word: string;
  start: number;
  end: number;
}

/** The tag of Liquid that begins at `start`; `open` where it does not end. */
export function liquidTagAt(source: string, start: number): LiquidTag | 'open' {
  const end = source.indexOf('%}', start + 2);
  if (end < 0) return 'open';
  const [, word = ''] = /^-?\s*(\w*)/.exec(source.slice(start + 2, end)) ?? [];
  return { word, start, end: end + 2 };
}

/** A text without its blocks of Liquid and without other tags: what is written whatever holds. */
export function withoutBlocks(source: string): string {
  let written = '';
  let from = 0;
  let depth = 0;
  for (let start = source.indexOf('{%'); start >= 0; start = source.indexOf('{%', from)) {
    const tag = liquidTagAt(source, start);
    if (tag === 'open') break;
    if (depth === 0) written += source.slice(from, start);
    if (opensBlock(tag.word)) depth += 1;
    else if (tag.word.startsWith('end')) depth = Math.max(0, depth - 1);
    from = tag.end;
  }
  return depth === 0 ? written + source.slice(from) : written;
}
