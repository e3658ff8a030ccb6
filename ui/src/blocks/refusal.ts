import type { Block } from '../../../domain/templates/block.ts';
import { blockName } from '../../../domain/templates/block-names.ts';
import type { TemplateContent } from '../../../domain/templates/template.ts';
import type { FieldError } from '../../../domain/errors.ts';
import { Problem, wordsOf } from '../lib/problem.ts';

const parts: Record<string, string> = { subject: 'Subject', preheader: 'Preheader', look: 'Look' };

/** Why a message cannot be saved or shown: which part or block of it the server refused, why, and what to do. */
export function refusalWords(error: unknown, content: TemplateContent): string {
  const fields = error instanceof Problem ? error.fields.filter(({ path }) => path.startsWith('content')) : [];
  if (fields.length === 0) return wordsOf(error);
  const said = fields.map((field) => `${placeOf(field.path, content)}: ${reasonOf(field)}.`);
  return [...new Set(said)].slice(0, 3).join(' ');
}

/** The innermost block that a path such as `content.blocks.2.columns.0.blocks.1.label` leads to, or the part of the message. */
function placeOf(path: string, content: TemplateContent): string {
  const [, part = '', ...rest] = path.split('.');
  if (part !== 'blocks') return parts[part] ?? 'Message';
  let at: unknown = content.blocks;
  let name = 'Message';
  for (const step of rest) {
    at = at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[step] : undefined;
    if (at !== null && typeof at === 'object' && 'kind' in at && 'id' in at && 'shownOn' in at)
      name = blockName(at as Block);
  }
  return name;
}

function reasonOf({ code, message }: FieldError): string {
  if (code === 'too_big')
    return 'there is more in it than a message can hold; shorten it, or split it into several blocks';
  return message.replace(/\.$/, '');
}
