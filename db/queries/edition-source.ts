import type { MessageContent } from '../../domain/content/content.ts';
import type { TenantDb } from '../connection.ts';
import { findBroadcast, type BroadcastRow } from './broadcasts.ts';
import { findSender } from './senders.ts';

/** Everything a broadcast's message is built from, as it stands. */
export interface EditionSource {
  variantId: string;
  content: MessageContent;
  sender: { id: string; name: string; address: string; replyTo: string | null; isSigned: boolean } | null;
  /** Messages a second that the sender is limited to; null: no limit of its own. */
  ratePerSecond: number | null;
  tenant: { name: string; postalAddress: string };
  campaign: { name: string; utmId: string };
  attributes: { key: string; label: string }[];
}

/** Reads the source of a broadcast's message; undefined where there is no such broadcast. */
export async function findEditionSource(db: TenantDb, broadcastId: string): Promise<EditionSource | undefined> {
  const broadcast = await findBroadcast(db, broadcastId);
  if (!broadcast) return undefined;
  const { variant } = broadcast;
  const sender = variant.senderId ? await findSender(db, variant.senderId) : undefined;
  const tenant = await db.selectFrom('tenants').select(['name', 'postalAddress']).executeTakeFirstOrThrow();
  const campaign = await db
    .selectFrom('campaigns')
    .select(['name', 'utmId'])
    .where('id', '=', broadcast.campaignId)
    .executeTakeFirstOrThrow();
  return {
    variantId: variant.id,
    content: contentOf(variant),
    sender: sender
      ? {
          id: sender.id,
          name: sender.name,
          address: sender.address,
          replyTo: sender.replyTo,
          isSigned: sender.dkimSelector !== null,
        }
      : null,
    ratePerSecond: sender?.ratePerSecond ?? null,
    tenant,
    campaign,
    attributes: await db.selectFrom('attributeDefinitions').select(['key', 'label']).orderBy('key').execute(),
  };
}

/** The message of a variant, as it is edited. */
export function contentOf(variant: BroadcastRow['variant']): MessageContent {
  return {
    subject: variant.subject,
    preheader: variant.preheader,
    senderId: variant.senderId,
    replyTo: variant.replyTo,
    format: variant.format as MessageContent['format'],
    body: variant.body,
    blocks: variant.blocks as MessageContent['blocks'],
    textBody: variant.textBody,
    messageClass: variant.messageClass as MessageContent['messageClass'],
  };
}
