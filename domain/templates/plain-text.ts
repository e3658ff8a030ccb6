import type { RichText, Run } from './rich-text.ts';

/** How a merge field is named, such as `person.firstName`. */
export const fieldPath = /^[a-z][a-zA-Z0-9]*(\.[a-zA-Z][a-zA-Z0-9_]*){1,3}$/;

/** Its words alone, a line for each paragraph; a merge field shows as `{{ path }}`. */
export function plainText(text: RichText): string {
  return text.map(({ runs }) => runs.map(runText).join('')).join('\n');
}

function runText(run: Run): string {
  if (run.kind === 'break') return '\n';
  return run.kind === 'words' ? run.text : `{{ ${run.path} }}`;
}

/** Rich text of plain lines, each a paragraph. */
export function richText(...lines: string[]): RichText {
  return lines.map((text) => ({
    kind: 'paragraph',
    align: 'start',
    runs: [{ kind: 'words', text, marks: [], link: null, colour: null }],
  }));
}
