// A reader for Liquid's outer shape. It is enough to find merge fields, to keep Liquid apart from markup and to fill the simple ones;
// the full language is run by mail/liquid.ts.

/** A stretch of a template: text as it stands, an output `{{ … }}` or a tag `{% … %}`; `source` is the stretch as written. */
export type LiquidPiece =
  | { kind: 'text'; source: string }
  | { kind: 'output'; source: string; inner: string }
  | { kind: 'tag'; source: string; inner: string; name: string };

// Text in quotes may hold braces. The alternatives exclude one another, so that no input can make the expression backtrack.
const liquid = /\{\{-?((?:"[^"]*"|'[^']*'|[^"'}]|\}(?!\}))*)\}\}|\{%-?((?:"[^"]*"|'[^']*'|[^"'%]|%(?!\}))*)%\}/g;

/** Splits a template into its pieces; joined, their sources are the template again. */
export function liquidPieces(template: string): LiquidPiece[] {
  const pieces: LiquidPiece[] = [];
  let end = 0;
  for (const match of template.matchAll(liquid)) {
    if (match.index > end) pieces.push({ kind: 'text', source: template.slice(end, match.index) });
    end = match.index + match[0].length;
    const inner = (match[1] ?? match[2] ?? '').replace(/-$/, '').trim();
    if (match[1] !== undefined) pieces.push({ kind: 'output', source: match[0], inner });
    else pieces.push({ kind: 'tag', source: match[0], inner, name: /^\w+/.exec(inner)?.[0] ?? '' });
  }
  if (end < template.length) pieces.push({ kind: 'text', source: template.slice(end) });
  return pieces;
}

/** A merge field that needs no Liquid engine: a path, and what stands in for it where it is empty. */
export interface SimpleField {
  path: string[];
  fallback: string;
}

const simple = /^([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)(?:\s*\|\s*default\s*:\s*(?:"([^"]*)"|'([^']*)'))?$/;

/** Reads `path` or `path | default: "x"`; null for anything richer. */
export function simpleField(inner: string): SimpleField | null {
  const match = simple.exec(inner);
  return match ? { path: match[1]!.split('.'), fallback: match[2] ?? match[3] ?? '' } : null;
}

/** The text of a simple field for the data at hand; null, missing and blank values give the fallback, as Liquid's `default` does. */
export function fieldText(field: SimpleField, data: object): string {
  let value: unknown = data;
  for (const key of field.path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return field.fallback;
    value = (value as Record<string, unknown>)[key];
  }
  if (value === null || value === undefined || value === '' || value === false || typeof value === 'object') {
    return field.fallback;
  }
  return String(value);
}
