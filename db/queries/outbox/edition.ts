import type { MessageCondition } from '../../../domain/templates/conditions.ts';
import type { EditionLink } from '../content/editions.ts';
import type { OutboxSql } from './lease.ts';

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
  /** The keys of the sender's domain that sign, RSA first; without any, the mail is not signed. */
  signing: { domain: string; selector: string; privateKeySealed: string }[];
  /** Hosts of the sender's domain that lead to us; null: the installation's own are used. */
  returnPathHost: string | null;
  trackingHost: string | null;
}

/** Reads an edition for sending, with the signing keys and hosts of its sender's domain as they are now. */
export async function findSendable(sql: OutboxSql, editionId: string): Promise<Sendable> {
  const [row] = await sql<Sendable[]>`
    select e.variant_id as "variantId", e.message_class as "messageClass", e.from_name as "fromName", e.from_address as "fromAddress",
      e.reply_to as "replyTo", e.subject, e.preheader, e.html, e.text, e.links, e.campaign_name as "campaignName", e.conditions,
      coalesce((select jsonb_agg(jsonb_build_object('domain', d.domain, 'selector', k.selector, 'privateKeySealed', k.private_key_sealed)
          order by k.algorithm desc)
        from dkim_keys k
        where k.tenant_id = d.tenant_id and k.sending_domain_id = d.id and k.stage = 'signing'), '[]') as signing,
      case when d.return_path_works then d.return_path_host end as "returnPathHost",
      case when d.tracking_works then d.tracking_host end as "trackingHost"
    from editions e
    left join senders s on s.tenant_id = e.tenant_id and s.id = e.sender_id
    left join sending_domains d on d.tenant_id = s.tenant_id and d.id = s.sending_domain_id
    where e.tenant_id = current_tenant() and e.id = ${editionId}`;
  if (!row) throw new Error('the edition is gone');
  return row;
}
