import type { BlockContext } from '../../../domain/content/block-context.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { segmentsNamedIn } from '../../../domain/segments/rule-parts.ts';
import type { Block } from '../../../domain/templates/block.ts';
import { everyBlock } from '../../../domain/templates/inside.ts';
import { chosenItems, uploadedImages } from '../../../domain/templates/references.ts';
import type { TenantDb } from '../../connection.ts';
import { listDefinitionRules } from '../broadcasts/audience-segments.ts';
import { findBrandKit } from './brand-kits.ts';

/** What the blocks of a message are shown with: the brand, and the items of its cards as they are now. */
export async function findBlockContext(db: TenantDb, blocks: readonly Block[]): Promise<BlockContext> {
  const { kit } = await findBrandKit(db);
  const ids = chosenItems(blocks);
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectFrom('contentItems')
          .select(['id', 'title', 'description', 'url', 'imageUrl'])
          .where('id', 'in', ids)
          .where('archivedAt', 'is', null)
          .execute();
  return {
    brand: kit,
    items: Object.fromEntries(rows.map(({ id, ...item }) => [id, item])),
    imageBytes: await listImageBytes(db, uploadedImages(blocks)),
  };
}

async function listImageBytes(db: TenantDb, ids: readonly string[]): Promise<Record<string, number>> {
  if (ids.length === 0) return {};
  const rows = await db
    .selectFrom('templateImages')
    .select(['id', 'bytes'])
    .where('id', 'in', [...ids])
    .execute();
  return Object.fromEntries(rows.map(({ id, bytes }) => [id, bytes ?? 0]));
}

/** What an approval pins of messages of blocks beside the blocks themselves. */
interface PinnedSurroundings extends Pick<BlockContext, 'brand' | 'items'> {
  segmentRules?: Record<string, Rule>;
}

/**
 * What some messages are made of beside what is written in them, for the hash of an approval: the brand, the items of their cards, and the
 * segments that their conditions name. Undefined where none of them has blocks, so that others pin what they always did.
 */
export async function pinSurroundings(
  db: TenantDb,
  contents: readonly { format?: string | undefined; blocks?: unknown }[],
): Promise<PinnedSurroundings | undefined> {
  const blocks = contents.flatMap((content) => (content.blocks ?? []) as Block[]);
  if (blocks.length === 0) return undefined;
  const { brand, items } = await findBlockContext(db, blocks);
  const rules = everyBlock(blocks).map((block) => (block.kind === 'condition' ? block.rule : null));
  const segmentRules = segmentsNamedIn(rules).length > 0 ? await listDefinitionRules(db, rules) : undefined;
  // Who new messages come from changes none that are there.
  const pinned = { ...brand, defaultSenderId: null };
  return { brand: pinned, items, ...(segmentRules && { segmentRules }) };
}
