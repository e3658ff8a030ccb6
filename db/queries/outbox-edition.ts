import type { MessageCondition } from '../../domain/templates/conditions.ts';
import type { EditionLink } from './editions.ts';
import type { OutboxSql } from './outbox-lease.ts';

/** An edition with what its sender signs with. */
export interface Sendable {
  variantId: string;
  messageClass: 'marketing' | 'transactional';
  fromName: string;
  fromAddress: string;
  replyTo: string | null;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  links: EditionLink[];
  campaignName: string;
  /** What is asked of each reader before it goes out. */
  conditions: MessageCondition[];
  signing: { domain: string; selector: string; privateKeySealed: string } | null;
}

/** Reads an edition for sending, with the signing key of its sender's domain as it is now. */
export async function findSendable(sql: OutboxSql, editionId: string): Promise<Sendable> {
  const [row] = await sql<Sendable[]>`
    select e.variant_id as "variantId", e.message_class as "messageClass", e.from_name as "fromName", e.from_address as "fromAddress",
      e.reply_to as "replyTo", e.subject, e.preheader, e.html, e.text, e.links, e.campaign_name as "campaignName", e.conditions,
      case when d.dkim_private_key_sealed is not null then jsonb_build_object(
        'domain', d.domain, 'selector', d.dkim_selector, 'privateKeySealed', d.dkim_private_key_sealed) end as signing
    from editions e
    left join senders s on s.tenant_id = e.tenant_id and s.id = e.sender_id
    left join sending_domains d on d.tenant_id = s.tenant_id and d.id = s.sending_domain_id
    where e.tenant_id = current_tenant() and e.id = ${editionId}`;
  if (!row) throw new Error('the edition is gone');
  return row;
}
