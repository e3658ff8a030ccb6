import type { BlockContext } from '../../../domain/content/block-context.ts';
import type { MessageContent } from '../../../domain/content/content.ts';
import type { Selectable } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { Variants } from '../../schema.ts';
import { findBlockContext } from './block-context.ts';
import { findSender } from '../senders/senders.ts';

/** Everything a message is built from, as it stands. */
export interface EditionSource {
  variantId: string;
  content: MessageContent;
  sender: {
    id: string;
    name: string;
    address: string;
    replyTo: string | null;
    isSigned: boolean;
    isVerified: boolean;
  } | null;
  /** Messages a second that the sender is limited to; null: no limit of its own. */
  ratePerSecond: number | null;
  tenant: { name: string; postalAddress: string };
  campaign: { name: string; utmId: string };
  attributes: { key: string; label: string }[];
  /** What its blocks are shown with; only of a message of blocks. */
  surroundings?: BlockContext;
}

/**
 * Reads what the message of a broadcast, of a drip's step or of a nurture item is built from, with what a variant of a test has of its
 * own; undefined where there is no such source.
 */
export async function findEditionSource(
  db: TenantDb,
  sourceId: string,
  changes: Partial<MessageContent> = {},
): Promise<EditionSource | undefined> {
  const variant = await db
    .selectFrom('variants')
    .selectAll()
    .where('sourceId', '=', sourceId)
    .orderBy('label')
    .executeTakeFirst();
  const campaign = variant && (await findCampaignOf(db, variant));
  if (!campaign) return undefined;
  return {
    variantId: variant.id,
    ...(await builtFrom(db, { content: { ...contentOf(variant), ...changes }, campaign })),
  };
}

/** What a message that is still being written would be built from; undefined where there is no such campaign. */
export async function findDraftSource(
  db: TenantDb,
  { campaignId, content }: { campaignId: string; content: MessageContent },
): Promise<Omit<EditionSource, 'variantId'> | undefined> {
  const campaign = await db
    .selectFrom('campaigns')
    .select(['name', 'utmId'])
    .where('id', '=', campaignId)
    .executeTakeFirst();
  return campaign && builtFrom(db, { content, campaign });
}

/** What a template would be built from, which belongs to no campaign. */
export function findTemplateSource(db: TenantDb, content: MessageContent): Promise<Omit<EditionSource, 'variantId'>> {
  return builtFrom(db, { content, campaign: { name: 'Template', utmId: '' } });
}

async function builtFrom(
  db: TenantDb,
  { content, campaign }: Pick<EditionSource, 'content' | 'campaign'>,
): Promise<Omit<EditionSource, 'variantId'>> {
  const sender = content.senderId ? await findSender(db, content.senderId) : undefined;
  const tenant = await db.selectFrom('tenants').select(['name', 'postalAddress']).executeTakeFirstOrThrow();
  return {
    content,
    sender: sender
      ? {
          id: sender.id,
          name: sender.name,
          address: sender.address,
          replyTo: sender.replyTo,
          isSigned: sender.isSigned,
          isVerified: sender.domainState === 'verified',
        }
      : null,
    ratePerSecond: sender?.ratePerSecond ?? null,
    tenant,
    campaign,
    attributes: await db.selectFrom('attributeDefinitions').select(['key', 'label']).orderBy('key').execute(),
    ...(content.format === 'blocks' && { surroundings: await findBlockContext(db, content.blocks ?? []) }),
  };
}

/** The campaign that a message belongs to, by the part that sends it. */
async function findCampaignOf(db: TenantDb, { sourceKind, sourceId }: Selectable<Variants>) {
  if (sourceKind === 'nurture_item') {
    return db
      .selectFrom('campaigns as c')
      .innerJoin('nurtures as n', (join) =>
        join.onRef('n.tenantId', '=', 'c.tenantId').onRef('n.campaignId', '=', 'c.id'),
      )
      .innerJoin('nurtureItems as i', (join) =>
        join.onRef('i.tenantId', '=', 'n.tenantId').onRef('i.nurtureId', '=', 'n.id'),
      )
      .select(['c.name', 'c.utmId'])
      .where('i.id', '=', sourceId)
      .executeTakeFirst();
  }
  return db
    .selectFrom('campaigns')
    .select(['name', 'utmId'])
    .where('id', '=', ({ selectFrom }) =>
      sourceKind === 'drip_step'
        ? selectFrom('dripMessages as m')
            .innerJoin('drips as d', (join) =>
              join.onRef('d.tenantId', '=', 'm.tenantId').onRef('d.id', '=', 'm.dripId'),
            )
            .select('d.campaignId')
            .where('m.id', '=', sourceId)
        : selectFrom('broadcasts').select('campaignId').where('broadcasts.id', '=', sourceId),
    )
    .executeTakeFirst();
}

/** The message of a variant, as it is edited. */
export function contentOf(variant: Omit<Selectable<Variants>, 'tenantId'>): MessageContent {
  return {
    subject: variant.subject,
    preheader: variant.preheader,
    senderId: variant.senderId,
    replyTo: variant.replyTo,
    format: variant.format as MessageContent['format'],
    body: variant.body,
    blocks: variant.blocks as MessageContent['blocks'],
    look: variant.look as MessageContent['look'],
    textBody: variant.textBody,
    messageClass: variant.messageClass as MessageContent['messageClass'],
    topicId: variant.topicId,
  };
}
