import { contentHash } from '../../db/queries/approvals/content-hash.ts';
import { findEditionSource } from '../../db/queries/content/edition-source.ts';
import type { EditionValues } from '../../db/queries/content/editions.ts';
import type { TenantDb } from '../../db/connection.ts';
import type { MessageContent } from '../../domain/content/content.ts';
import { hasBlocking } from '../../domain/content/finding.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { buildEdition } from '../../mail/edition.ts';

/**
 * Builds what the message of a source (a broadcast, a drip's step) is at this moment, with what a variant of a test has of its own. Refused where it could not be sent as it should: no sender, or a blocking
 * finding (pre-flight names them all; here the first one is enough).
 */
export async function buildVariantEdition(
  db: TenantDb,
  sourceId: string,
  changes: Partial<MessageContent> = {},
): Promise<EditionValues> {
  const source = await findEditionSource(db, sourceId, changes);
  if (!source) throw notFound('message');
  const { sender, variantId, ...rest } = source;
  if (!sender) throw new DomainError('invalid', 'The message has no sender; choose one and submit it again.');
  const { findings, ...edition } = await buildEdition(rest);
  if (hasBlocking(findings)) {
    const first = findings.find((finding) => finding.severity === 'blocking');
    throw new DomainError('invalid', `The message cannot be sent: ${first?.message ?? 'it has blocking findings'}`);
  }
  const values = {
    variantId,
    messageClass: rest.content.messageClass,
    fromName: sender.name,
    fromAddress: sender.address,
    replyTo: rest.content.replyTo ?? sender.replyTo,
    senderId: sender.id,
    campaignName: rest.campaign.name,
    // Left out if there is none: otherwise the same content would become another edition.
    ...(rest.content.topicId ? { topicId: rest.content.topicId } : {}),
    ...edition,
  };
  return { ...values, contentHash: contentHash(values) };
}
