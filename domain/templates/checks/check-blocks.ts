import type { BlockContext } from '../../content/block-context.ts';
import type { MessageContent } from '../../content/content.ts';
import type { Finding } from '../../content/finding.ts';
import type { MergeField } from '../../content/merge-data.ts';
import type { Block } from '../block.ts';
import { everyBlock } from '../inside.ts';
import { checkBlock } from './check-block.ts';
import { checkContrast } from './check-contrast.ts';

/** What the checks of blocks know beside the message itself. */
export interface BlockCheckContext extends BlockContext {
  fields: readonly MergeField[];
  tenant: { postalAddress: string };
}

/** Everything that can be said about the blocks of a message without rendering it and without asking the network, block by block. */
export function checkBlocks(
  content: Pick<MessageContent, 'blocks' | 'look' | 'messageClass'>,
  context: BlockCheckContext,
): Finding[] {
  const blocks = content.blocks ?? [];
  const look = content.look ?? context.brand.look;
  if (!blocks.some((block) => hasContent(block, context))) {
    return [
      {
        severity: 'blocking',
        code: 'empty_body',
        message: 'The message has no blocks with something in them: add one.',
        where: 'html',
      },
    ];
  }
  return [
    ...everyBlock(blocks).flatMap((block) => checkBlock(block, context)),
    ...checkContrast(blocks, look),
    ...(content.messageClass === 'marketing' ? checkDuties(blocks, context) : []),
  ];
}

/** Whether a reader sees something of a block. */
function hasContent(block: Block, context: BlockContext): boolean {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return block.text.length > 0;
    case 'image':
      return block.image !== null && block.image.url !== '';
    case 'html':
      return block.html.trim() !== '';
    case 'card':
      return block.item.kind === 'recommended' || (context.items[block.item.contentItemId ?? ''] ?? null) !== null;
    case 'columns':
      return block.columns.some(({ blocks }) => blocks.some((inner) => hasContent(inner, context)));
    case 'condition':
      return [...block.blocks, ...block.otherwise].some((inner) => hasContent(inner, context));
    case 'social':
      return block.links.length + context.brand.socialLinks.length > 0;
    case 'spacer':
      return false;
    default:
      return true;
  }
}

/** What the law wants in every marketing mail: a way out and the sender's postal address. A footer has both, if everybody sees it. */
function checkDuties(blocks: readonly Block[], { tenant }: BlockCheckContext): Finding[] {
  const findings: Finding[] = [];
  const footer = blocks.find(({ kind, shownOn }) => kind === 'footer' && shownOn === 'all');
  if (!footer) {
    const message =
      'Readers cannot unsubscribe: add a footer, outside of conditions and for all screens. It has the unsubscribe link and the postal address.';
    findings.push({ severity: 'blocking', code: 'no_unsubscribe', message, where: 'html' });
  }
  if (tenant.postalAddress.trim() === '') {
    const message = 'The postal address is empty: fill it in under Settings → Organisation.';
    findings.push({ severity: 'blocking', code: 'postal_address_empty', message, where: 'html' });
  }
  return findings;
}
