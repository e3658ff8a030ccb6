import type { Finding } from './finding.ts';
import type { LiquidPiece } from './liquid.ts';
import { liquidPieces } from './liquid.ts';
import type { MergeField } from './merge-data.ts';

const tags = new Set(
  'if elsif else endif unless endunless case when endcase for endfor break continue assign capture endcapture comment endcomment'.split(
    ' ',
  ),
);
const words = new Set(
  'and or not contains in true false nil null empty blank forloop limit offset reversed'.split(' '),
);
const roots = new Set(['person', 'tenant', 'campaign', 'content', 'unsubscribeUrl', 'preferencesUrl', 'confirmUrl']);

/** Merge fields that do not exist, have no fallback, or tags that may not be used, in one part of a message. */
export function checkMergeFields(template: string, where: Finding['where'], fields: readonly MergeField[]): Finding[] {
  const known = new Map(fields.map((field) => [field.path, field]));
  const own = new Set<string>();
  const findings = new Map<string, Finding>();
  const add = (severity: Finding['severity'], code: string, message: string) =>
    findings.set(code + message, { severity, code, message, where });
  for (const piece of liquidPieces(template)) {
    if (piece.kind === 'text') {
      if (/\{\{|\{%/.test(piece.source))
        add('blocking', 'liquid_syntax', 'A merge field is opened with {{ or {% and never closed.');
      continue;
    }
    if (piece.kind === 'tag' && !tags.has(piece.name)) {
      add('blocking', 'unknown_tag', `{% ${piece.name} %} cannot be used in messages.`);
      continue;
    }
    const name =
      piece.kind === 'tag' ? /^(?:assign|capture|for)\s+([A-Za-z_][\w-]*)/.exec(piece.inner)?.[1] : undefined;
    if (name && roots.has(name))
      add('blocking', 'reserved_name', `“${name}” is a merge field and cannot be assigned to.`);
    else if (name) own.add(name);
    for (const path of pathsIn(piece)) {
      if (own.has(path.split('.')[0]!)) continue;
      const field = known.get(path);
      if (!field) add('blocking', 'unknown_merge_field', `There is no merge field “${path}”.`);
      else if (field.mayBeEmpty && piece.kind === 'output' && !/\|\s*default\s*:/.test(piece.inner)) {
        add(
          'warning',
          'no_fallback',
          `“${path}” is empty for some people: add a fallback, {{ ${path} | default: "…" }}.`,
        );
      }
    }
  }
  return [...findings.values()];
}

/** The variables that an output or a tag reads. */
function pathsIn(piece: Exclude<LiquidPiece, { kind: 'text' }>): string[] {
  let code = piece.inner.replace(/"[^"]*"|'[^']*'/g, ' "" ');
  if (piece.kind === 'tag') {
    if (['comment', 'break', 'continue', 'else', 'capture'].includes(piece.name) || piece.name.startsWith('end'))
      return [];
    code = code.slice(piece.name.length).replace(piece.name === 'assign' ? /^[^=]*=/ : /^$/, ' ');
  }
  // A filter's name and the names of its arguments are no variables.
  code = code.replace(/\|\s*[A-Za-z_]\w*\s*:?/g, ' ').replace(/[A-Za-z_]\w*\s*:/g, ' ');
  const found = code.match(/(?<![\w.-])[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/g) ?? [];
  return found.filter((path) => !words.has(path.split('.')[0]!));
}
