import { cut } from '../characters.ts';

/** What of a long text is told in the audit log: as much as its page shows. */
const mostCharacters = 110;
/** What stands before the place where two texts begin to differ. */
const before = 20;

/**
 * Two states of a value, each short enough for a line of the audit log: of what is long, the part where they begin to differ. What is no
 * text and long is told as one.
 */
export function excerpts(from: unknown, to: unknown): [unknown, unknown] {
  if (isShort(from) && isShort(to)) return [from, to];
  const [was, is] = [textOf(from), textOf(to)];
  let same = 0;
  while (same < was.length && same < is.length && was[same] === is[same]) same += 1;
  const start = from === undefined || to === undefined ? 0 : Math.max(0, same - before);
  return [from === undefined ? from : shorten(was, start), to === undefined ? to : shorten(is, start)];
}

const isShort = (value: unknown): boolean => value === undefined || textOf(value).length <= mostCharacters;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function shorten(text: string, start: number): string {
  const end = start + mostCharacters - 2;
  return `${start > 0 ? '…' : ''}${cut(text, start, end)}${end < text.length ? '…' : ''}`;
}
