import type { BlockOf } from '../../domain/templates/block.ts';
import { darkClass } from './dark.ts';
import { attributes, liquidHtml, literalHtml } from './escape.ts';
import { classesOf, darkOf, headingFont, paddingOf, surroundings, type Setting } from './setting.ts';

/** What a card shows, as it is written into the markup. */
interface Shown {
  title: string;
  description: string;
  url: string;
  imageUrl: string | null;
  reason: string;
}

/** A card: of an item that was chosen, or of what is recommended to the reader, where there is something. Empty for an item that is gone. */
export function cardMjml(block: BlockOf<'card'>, setting: Setting): string {
  const { item } = block;
  if (item.kind === 'chosen') {
    const chosen = item.contentItemId === null ? undefined : setting.context.items[item.contentItemId];
    if (!chosen) return '';
    const title = literalHtml(chosen.title);
    return shownMjml(block, setting, {
      ...chosen,
      title,
      description: literalHtml(chosen.description),
      reason: '',
    });
  }
  const path = `content.${item.place}`;
  const field = (name: string) => `{{ ${path}.${name} }}`;
  const shown = {
    title: field('title'),
    description: field('description'),
    url: field('url'),
    imageUrl: field('imageUrl'),
    reason: field('reason'),
  };
  return `{% if ${path} %}${shownMjml(block, setting, shown)}{% endif %}`;
}

function shownMjml(block: BlockOf<'card'>, setting: Setting, shown: Shown): string {
  const { look } = setting;
  const { x, y } = paddingOf(block, setting);
  const dark = darkOf(block, setting);
  const parts: string[] = [];
  if (block.showImage && shown.imageUrl !== null) {
    const own = {
      'css-class': classesOf(block, setting),
      src: shown.imageUrl,
      alt: '',
      href: shown.url,
      width: `${Math.max(1, setting.width - 2 * x)}px`,
      padding: `${y}px ${x}px 0`,
      'border-radius': `${look.radius}px`,
      'container-background-color': block.background,
    };
    const image = `<mj-image${attributes(own)}></mj-image>`;
    const isField = shown.imageUrl.startsWith('{{');
    parts.push(isField ? `{% if ${shown.imageUrl.slice(2, -2).trim()} %}${image}{% endif %}` : image);
  }
  const link = `<a href="${liquidHtml(shown.url)}" class="${darkClass('w', dark.heading)}" style="color:${look.heading};text-decoration:none;font-weight:bold;font-family:${headingFont(look).replaceAll('"', "'")};font-size:${Math.round(look.textSize * 1.15)}px">${shown.title}</a>`;
  const about = shown.description === '' ? '' : `<p style="margin:0.4em 0 0">${shown.description}</p>`;
  const why =
    block.showReason && shown.reason !== ''
      ? `<p class="${darkClass('w', dark.muted)}" style="margin:0.4em 0 0;font-size:13px;color:${look.muted}">${shown.reason}</p>`
      : '';
  parts.push(`<mj-text${surroundings(block, setting, darkClass('t', dark.text))}>${link}${about}${why}</mj-text>`);
  if (block.buttonLabel !== '') {
    const own = {
      'css-class': classesOf(block, setting, darkClass('b', dark.accent, dark.onAccent)),
      href: shown.url,
      align: look.direction === 'ltr' ? 'left' : 'right',
      padding: `0 ${x}px ${y}px`,
      'background-color': look.accent,
      color: look.onAccent,
      'container-background-color': block.background,
    };
    parts.push(`<mj-button${attributes(own)}>${liquidHtml(block.buttonLabel)}</mj-button>`);
  }
  return parts.join('');
}
