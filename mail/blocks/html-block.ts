import type { BlockOf } from '../../domain/templates/block.ts';
import { protectLiquid } from '../protect-liquid.ts';
import { textFromHtml } from '../edition-text.ts';
import { sanitizeMarkup } from './sanitize.ts';
import { surroundings, type Setting } from './setting.ts';

/** HTML that somebody wrote themselves: what may stand in mail of it, with its Liquid. Empty where nothing is left. */
export function safeHtml(html: string): string {
  const template = protectLiquid(html, 'html');
  return template.restore(sanitizeMarkup(template.withoutComments(template.text))).trim();
}

/** A block of HTML as an element of a column. */
export function htmlBlockMjml(block: BlockOf<'html'>, setting: Setting): string {
  const html = safeHtml(block.html);
  return html === '' ? '' : `<mj-text${surroundings(block, setting, 'sc-t')}>${html}</mj-text>`;
}

/** What a block of HTML says in the text part. */
export function htmlBlockText(block: BlockOf<'html'>): string {
  const template = protectLiquid(block.html, 'html');
  return template.restore(textFromHtml(sanitizeMarkup(template.withoutComments(template.text)))).trim();
}
