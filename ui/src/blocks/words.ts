import Braces from '@lucide/svelte/icons/code-xml';
import Columns from '@lucide/svelte/icons/columns-2';
import Split from '@lucide/svelte/icons/split';
import Heading from '@lucide/svelte/icons/heading';
import Image from '@lucide/svelte/icons/image';
import Hero from '@lucide/svelte/icons/gallery-vertical';
import Minus from '@lucide/svelte/icons/minus';
import Button from '@lucide/svelte/icons/mouse-pointer-click';
import MoveVertical from '@lucide/svelte/icons/move-vertical';
import Newspaper from '@lucide/svelte/icons/newspaper';
import PanelBottom from '@lucide/svelte/icons/panel-bottom';
import Share from '@lucide/svelte/icons/share-2';
import Type from '@lucide/svelte/icons/type';
import type { Block } from '../../../domain/templates/block.ts';
import type { Icon } from '../lib/primitives/button.svelte';

/** The sign of each kind of block, and what it is for. */
export const blockKinds: Record<Block['kind'], { icon: Icon; hint: string }> = {
  text: { icon: Type, hint: 'Paragraphs, lists and links' },
  heading: { icon: Heading, hint: 'What the next part is about' },
  image: { icon: Image, hint: 'A picture, with a link if you like' },
  button: { icon: Button, hint: 'The one thing people should do' },
  columns: { icon: Columns, hint: 'Two to four parts beside each other' },
  hero: { icon: Hero, hint: 'A large beginning with picture, heading and button' },
  divider: { icon: Minus, hint: 'A thin line' },
  spacer: { icon: MoveVertical, hint: 'Empty room' },
  social: { icon: Share, hint: 'Where else people find you' },
  card: { icon: Newspaper, hint: 'A content item: chosen, or recommended to each reader' },
  condition: { icon: Split, hint: 'Some people see it, others see something else' },
  html: { icon: Braces, hint: 'Your own code' },
  footer: { icon: PanelBottom, hint: 'Address and unsubscribe link' },
};

/** The names of networks. */
export const networkNames = {
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
} as const;
