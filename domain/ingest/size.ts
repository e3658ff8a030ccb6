import { mostDepth, mostEventBytes } from './limits.ts';

/** What Postgres cannot store: NUL, and half of a character of two. JSON writes both as escapes. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Why a call is too large, nested too deep or cannot be stored, as a code and the reason with the mend; null where nothing is in the way. */
export function sizeProblem(given: object): { code: string; message: string } | null {
  if (depthOf(given, mostDepth) > mostDepth) return { code: 'too_deep', message: `may be nested ${mostDepth} deep` };
  const text = JSON.stringify(given);
  if (text.length > mostEventBytes || (text.length * 3 > mostEventBytes && bytesOf(text) > mostEventBytes))
    return { code: 'too_large', message: 'is larger than 32 KB' };
  if (unstorable.test(text))
    return { code: 'bad_character', message: 'holds a character that cannot be stored; take it out' };
  return null;
}

const encoder = new TextEncoder();

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

function depthOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (most < 0) return 1;
  let deepest = 0;
  for (const within of Object.values(value)) {
    if (typeof within === 'object' && within !== null) deepest = Math.max(deepest, depthOf(within, most - 1));
  }
  return deepest + 1;
}
