import type { BlockOf } from '../../domain/templates/block.ts';
import { darkClass } from './dark.ts';
import { liquidHtml } from './escape.ts';
import { darkOf, type Setting } from './setting.ts';

/** What networks are called. */
export const networkNames: Record<BlockOf<'social'>['links'][number]['network'], string> = {
  linkedin: 'LinkedIn',
  x: 'X',
  facebook: 'Facebook',
  instagram: 'Instagram',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
  github: 'GitHub',
  website: 'Website',
};

/** The links that a block of social links shows: its own, or those of the brand. */
export function socialLinks(block: BlockOf<'social'>, { context }: Pick<Setting, 'context'>) {
  return (block.links.length > 0 ? block.links : context.brand.socialLinks).filter(({ url }) => url !== '');
}

/** The links as words in a frame: they need no pictures, which many readers do not load. */
export function socialHtml(block: BlockOf<'social'>, setting: Setting): string {
  const { accent, radius } = setting.look;
  const dark = darkClass('w', darkOf(block, setting).accent);
  const style = `display:inline-block;margin:3px;padding:6px 12px;border:1px solid ${accent};border-radius:${radius}px;color:${accent};font-size:13px;line-height:1.2;text-decoration:none`;
  return socialLinks(block, setting)
    .map(
      ({ network, url }) =>
        `<a href="${liquidHtml(url)}" class="${dark}" style="${style}">${networkNames[network]}</a>`,
    )
    .join(' ');
}
