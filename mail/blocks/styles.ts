import { darkRules } from './dark.ts';

/** Up to this many pixels a screen is a phone's: columns stand below each other. */
export const phoneWidth = 480;

/** What the style sheet of a message of blocks says beside the styles of the elements of its body: phones, and dark screens. */
export function styleSheet(body: string): string {
  const recoloured = darkRules(body);
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    // Outlook obeys the first, everything else the second.
    '.sc-p{mso-hide:all;display:none;max-height:0;overflow:hidden}',
    `@media only screen and (max-width:${phoneWidth}px){td.sc-p{display:table-cell!important}div.sc-p{display:block!important}.sc-p{max-height:none!important;overflow:visible!important}.sc-d{display:none!important}.sc-k{padding-top:12px!important}}`,
    `@media (prefers-color-scheme:dark){${recoloured.join('')}}`,
    // Outlook on the web and on phones marks what it has made dark.
    ...recoloured.map((one) => one.replace(/(^|,)(?=[.a-z])/g, '$1[data-ogsc] ')),
  ].join('');
}
