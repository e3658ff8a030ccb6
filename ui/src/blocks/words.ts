import Braces from '~icons/lucide/code-xml';
import Columns from '~icons/lucide/columns-2';
import Split from '~icons/lucide/split';
import Heading from '~icons/lucide/heading';
import Image from '~icons/lucide/image';
import Hero from '~icons/lucide/gallery-vertical';
import Minus from '~icons/lucide/minus';
import Button from '~icons/lucide/mouse-pointer-click';
import MoveVertical from '~icons/lucide/move-vertical';
import Newspaper from '~icons/lucide/newspaper';
import PanelBottom from '~icons/lucide/panel-bottom';
import Share from '~icons/lucide/share-2';
import Type from '~icons/lucide/type';
import type { Block } from '../../../domain/templates/block.ts';
import type { Icon } from '../lib/primitives/button.svelte';

/** The sign of each kind of block, and what it is for. */
export const blockKinds: Record<Block['kind'], { icon: Icon; hint: string }> = {
  text: { icon: Type, hint: 'Paragraphs, lists and links' },
  heading: { icon: Heading, hint: 'What the next part is about' },
  image: { icon: Image, hint: 'A picture, with a link if you like' },
  button: { icon: Button, hint: 'The one thing people should do' },
  columns: { icon: Columns, hint: 'Two to four parts beside each other' },
  hero: { icon: Hero, hint: 'A large opening with picture, heading and button' },
  divider: { icon: Minus, hint: 'A thin line' },
  spacer: { icon: MoveVertical, hint: 'Empty space' },
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
