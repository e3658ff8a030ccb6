import type { BlockOf, LeafBlock } from '../../domain/templates/block.ts';
import { cardMjml } from './card-mjml.ts';
import { darkLine, darkPalette, darkWords } from '../../domain/templates/dark-look.ts';
import { darkClass } from './dark.ts';
import { attributes, liquidHtml } from './escape.ts';
import { heroMjml } from './hero-mjml.ts';
import { htmlBlockMjml } from './html-block.ts';
import { inlineHtml, richHtml, side, type TextStyle } from './rich-html.ts';
import {
  darkOf,
  groundOf,
  headingFont,
  headingSize,
  paddingOf,
  surroundings,
  textStyle,
  type Setting,
} from './setting.ts';
import { socialHtml } from './social.ts';

/** A block that holds no other, as elements of a column; empty where there is nothing to show of it. */
export function leafMjml(block: LeafBlock, setting: Setting): string {
  switch (block.kind) {
    case 'text':
      return element(
        'mj-text',
        surroundings(block, setting, darkClass('t', darkOf(block, setting).text)),
        richHtml(block.text, textStyle(block, setting)),
      );
    case 'heading':
      return headingMjml(block, setting);
    case 'image':
      return imageMjml(block, setting);
    case 'button':
      return buttonMjml(block, setting);
    case 'divider': {
      const colour = block.colour ?? '#d7dbe0';
      const line = attributes({ 'border-width': `${block.thickness}px`, 'border-color': colour });
      const dark = darkLine(colour, groundOf(block, setting), darkOf(block, setting).surface);
      return element('mj-divider', surroundings(block, setting, darkClass('d', dark)) + line);
    }
    case 'spacer':
      return element('mj-spacer', surroundings(block, setting) + attributes({ height: `${block.height}px` }));
    case 'social': {
      const html = socialHtml(block, setting);
      const { align } = block;
      const own = attributes({ align: side(align, setting.look.direction) });
      return html === '' ? '' : element('mj-text', surroundings(block, setting) + own, html);
    }
    case 'hero':
      return heroMjml(block, setting);
    case 'card':
      return cardMjml(block, setting);
    case 'html':
      return htmlBlockMjml(block, setting);
    case 'footer':
      return footerMjml(block, setting);
  }
}

/** An element of MJML with its attributes, as they are written, and its inner markup. */
export function element(name: string, own: string, inner = ''): string {
  return `<${name}${own}>${inner}</${name}>`;
}

function headingMjml(block: BlockOf<'heading'>, setting: Setting): string {
  const { look } = setting;
  const size = headingSize(look, block.level);
  const own = attributes({
    'font-size': `${size}px`,
    'line-height': '1.25',
    'font-family': headingFont(look),
    color: look.heading,
    align: side(block.text[0]?.align ?? 'start', look.direction),
  });
  const name = `h${block.level}`;
  const heading = `<${name} style="margin:0;font-size:inherit;line-height:inherit;font-weight:bold">${inlineHtml(block.text, textStyle(block, setting))}</${name}>`;
  const dark = darkClass('t', darkOf(block, setting).heading);
  return element('mj-text', surroundings(block, setting, dark) + own, heading);
}

function imageMjml(block: BlockOf<'image'>, setting: Setting): string {
  if (block.image === null || block.image.url === '') return '';
  const room = setting.width - 2 * paddingOf(block, setting).x;
  const wanted = Math.max(1, Math.round((room * block.widthPercent) / 100));
  const own = attributes({
    src: block.image.url,
    alt: block.decorative ? '' : block.alt,
    width: `${Math.min(wanted, block.image.width ?? wanted)}px`,
    align: side(block.align, setting.look.direction),
    href: block.link === '' ? null : block.link,
    'border-radius':
      block.widthPercent === 100 && paddingOf(block, setting).x === 0 ? null : `${setting.look.radius}px`,
  });
  return element('mj-image', surroundings(block, setting) + own);
}

function buttonMjml(block: BlockOf<'button'>, setting: Setting): string {
  const { look } = setting;
  const own = attributes({
    href: block.link,
    align: side(block.align, look.direction),
    width: block.wide ? '100%' : null,
    'inner-padding': block.wide ? '13px 8px' : null,
    'background-color': block.colour ?? look.accent,
    color: block.labelColour ?? look.onAccent,
  });
  const dark = darkOf(block, setting);
  const isPlain = block.colour === null && block.labelColour === null;
  const recoloured = isPlain
    ? darkClass('b', dark.accent, dark.onAccent)
    : darkClass('b', block.colour ?? look.accent, block.labelColour ?? look.onAccent);
  return element('mj-button', surroundings(block, setting, recoloured) + own, liquidHtml(block.label) || '&nbsp;');
}

function footerMjml(block: BlockOf<'footer'>, setting: Setting): string {
  const { look, context } = setting;
  const palette = darkPalette(look, block.background);
  const dark = palette.muted;
  const style: TextStyle = {
    ...textStyle(block, setting),
    linkColour: look.muted,
    darkLink: dark,
    darkWords: (colour) =>
      darkWords(colour, block.background ?? look.ground, block.background ? palette.surface : palette.ground),
  };
  const said = block.text.length > 0 ? richHtml(block.text, style) : liquidHtml(context.brand.footerText);
  const link = (path: string, label: string) =>
    `<a href="{{ ${path} }}" class="${darkClass('w', dark)}" style="color:${look.muted};text-decoration:underline">${liquidHtml(label)}</a>`;
  const links = [
    link('unsubscribeUrl', block.unsubscribeLabel),
    ...(block.preferencesLabel === '' ? [] : [link('preferencesUrl', block.preferencesLabel)]),
  ].join(' &nbsp;·&nbsp; ');
  const own = attributes({
    align: side(block.align, look.direction),
    'font-size': `${Math.max(12, look.textSize - 3)}px`,
    color: look.muted,
  });
  const line = (html: string) => `<p style="margin:0.6em 0 0">${html}</p>`;
  const address = line(context.senderLine ?? '{{ tenant.name }}, {{ tenant.postalAddress }}');
  return element('mj-text', surroundings(block, setting, darkClass('t', dark)) + own, said + address + line(links));
}
