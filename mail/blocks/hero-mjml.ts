import type { BlockOf } from '../../domain/templates/block.ts';
import { darkInk } from '../../domain/templates/dark-look.ts';
import { darkClass } from './dark.ts';
import { attributes, liquidHtml } from './escape.ts';
import { inlineHtml, richHtml } from './rich-html.ts';
import {
  classesOf,
  darkOf,
  groundOf,
  headingFont,
  headingSize,
  paddingOf,
  textStyle,
  type Setting,
} from './setting.ts';

/**
 * A hero: its picture as wide as the message, and what it says below, on its ground. Words that stood on the picture would be gone where
 * pictures are not loaded, and in Outlook.
 */
export function heroMjml(block: BlockOf<'hero'>, setting: Setting): string {
  const { look } = setting;
  const { y, x } = paddingOf(block, setting);
  const colour = block.textColour;
  const dark = darkOf(block, setting);
  const isSame = dark.surface === groundOf(block, setting);
  const ink = colour === null ? null : isSame ? colour : darkInk(colour, dark.surface);
  const shared = (padding: string, ...recoloured: string[]) => ({
    'css-class': classesOf(block, setting, ...recoloured),
    padding,
    align: 'center',
    'container-background-color': block.background,
  });
  const style = { ...textStyle(block, setting), linkColour: colour ?? look.accent, darkLink: ink ?? dark.accent };
  const parts: string[] = [];
  if (block.image && block.image.url !== '') {
    const own = { src: block.image.url, alt: block.alt, width: `${setting.width}px` };
    parts.push(`<mj-image${attributes({ ...shared('0'), ...own })}></mj-image>`);
  }
  if (block.heading.length > 0) {
    const own = {
      'font-size': `${headingSize(look, 1)}px`,
      'line-height': '1.2',
      'font-family': headingFont(look),
      color: colour ?? look.heading,
    };
    const heading = `<h1 style="margin:0;font-size:inherit;line-height:inherit;font-weight:bold">${inlineHtml(block.heading, style)}</h1>`;
    parts.push(
      `<mj-text${attributes({ ...shared(`${y + 16}px ${x}px 8px`, darkClass('t', ink ?? dark.heading)), ...own })}>${heading}</mj-text>`,
    );
  }
  if (block.text.length > 0) {
    const text = block.text.map((paragraph) => ({ ...paragraph, align: 'center' as const }));
    const own = { color: colour ?? look.text };
    parts.push(
      `<mj-text${attributes({ ...shared(`8px ${x}px`, darkClass('t', ink ?? dark.text)), ...own })}>${richHtml(text, style)}</mj-text>`,
    );
  }
  if (block.button) {
    const own = shared('12px 24px', darkClass('b', dark.accent, dark.onAccent));
    parts.push(buttonOf(block.button, look, own));
  }
  parts.push(`<mj-spacer${attributes({ ...shared('0'), align: undefined, height: `${y + 16}px` })}></mj-spacer>`);
  return parts.join('');
}

function buttonOf(
  { label, link }: NonNullable<BlockOf<'hero'>['button']>,
  look: Setting['look'],
  shared: Record<string, string | null>,
): string {
  const own = { href: link, 'background-color': look.accent, color: look.onAccent };
  return `<mj-button${attributes({ ...shared, ...own })}>${liquidHtml(label) || '&nbsp;'}</mj-button>`;
}
