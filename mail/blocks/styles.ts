import { darkPalette } from '../../domain/templates/dark-look.ts';
import type { Look } from '../../domain/templates/look.ts';

/** Up to this many pixels a screen is a phone's: columns stand below each other. */
export const phoneWidth = 480;

/** What the style sheet of a message of blocks says beside the styles of its elements: phones, and dark screens. */
export function styleSheet(look: Look): string {
  const dark = darkPalette(look);
  const recoloured = [
    rule(
      '.sc-g,.sc-g>table,.sc-g>div',
      `background:${dark.ground}!important;background-color:${dark.ground}!important`,
    ),
    rule('.sc-s,.sc-s>table', `background:${dark.surface}!important;background-color:${dark.surface}!important`),
    rule('.sc-t div,.sc-t p,.sc-t li,.sc-t td', `color:${dark.text}!important`),
    rule('.sc-h div,.sc-h h1,.sc-h h2,.sc-h h3,.sc-c a', `color:${dark.heading}!important`),
    rule('.sc-m div,.sc-m p,a.sc-m', `color:${dark.muted}!important`),
    rule('a.sc-l', `color:${dark.accent}!important;border-color:${dark.accent}!important`),
    rule('.sc-b td,.sc-b a', `background:${dark.accent}!important;color:${dark.onAccent}!important`),
  ];
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    // Outlook obeys the first, everything else the second.
    '.sc-p{mso-hide:all;display:none;max-height:0;overflow:hidden}',
    `@media only screen and (max-width:${phoneWidth}px){td.sc-p{display:table-cell!important}div.sc-p{display:block!important}.sc-p{max-height:none!important;overflow:visible!important}.sc-d{display:none!important}}`,
    `@media (prefers-color-scheme:dark){${recoloured.join('')}}`,
    // Outlook on the web and on phones marks what it has made dark.
    ...recoloured.map((one) => one.replace(/(^|,)(?=[.a])/g, '$1[data-ogsc] ')),
  ].join('');
}

function rule(selector: string, declarations: string): string {
  return `${selector}{${declarations}}`;
}
