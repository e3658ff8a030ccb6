import type { OutboxSql } from '../db/queries/outbox-lease.ts';
import { findSendable, type Sendable } from '../db/queries/outbox-edition.ts';
import type { SendingTenant } from '../db/queries/outbox-tenant.ts';
import type { Recipient } from '../db/queries/outbox-window.ts';
import { listMergeAttributes, type AttributeValues } from '../db/queries/merge-attributes.ts';
import { openSecret } from '../db/sealing.ts';
import type { MergeData } from '../domain/content/merge-data.ts';
import { dkimPurpose } from '../domain/senders/sender.ts';
import { compileMessage, type CompiledMessage } from '../mail/compiled-message.ts';
import { parseDkimKey } from '../mail/dkim.ts';
import type { OutgoingMessage } from '../mail/outgoing-message.ts';
import type { SendOutcome } from '../mail/smtp/outcome.ts';
import type { Mailer } from './mailer.ts';

/** What a message that was not even tried came to. */
export type ComposedOutcome = SendOutcome | { id: string; kind: 'unrenderable'; reason: string };

/** Turns recipients into mail and sends it. */
export interface Composer {
  /**
   * Loads and compiles what a window needs. Rejects where the database is away or a signing key does not open: then nothing has
   * been claimed, and the batch waits for better times instead of failing.
   */
  prepare: (recipients: Recipient[]) => Promise<Prepared>;
}

/** A window that needs nothing any more but the mail server. */
export interface Prepared {
  /** Sends to some of its recipients; resolves with an outcome for each of them. */
  send: (recipients: Recipient[]) => Promise<ComposedOutcome[]>;
}

interface Ready {
  message: CompiledMessage;
  campaignName: string;
  usesAttributes: boolean;
}

/** Opens the composer of one lane: what is the same for all recipients of an edition is compiled once. */
export function openComposer(lane: {
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  tenant: SendingTenant;
  mailer: Mailer;
}): Composer {
  const { inTenant, tenant, mailer } = lane;
  const compiled = new Map<string, Ready>();

  return {
    async prepare(recipients) {
      for (const { editionId } of recipients) {
        if (compiled.has(editionId)) continue;
        compiled.set(editionId, compile(await inTenant((sql) => findSendable(sql, editionId)), lane));
      }
      const needs = recipients.filter(({ editionId }) => compiled.get(editionId)?.usesAttributes);
      const personIds = needs.map(({ personId }) => personId);
      const attributes =
        personIds.length > 0
          ? await inTenant((sql) => listMergeAttributes(sql, personIds))
          : new Map<string, AttributeValues>();
      return { send: (going) => send(going, attributes) };
    },
  };

  async function send(recipients: Recipient[], attributes: Map<string, AttributeValues>): Promise<ComposedOutcome[]> {
    const outcomes: ComposedOutcome[] = [];
    const composed = await Promise.all(
      recipients.map(async (recipient): Promise<OutgoingMessage | null> => {
        try {
          return await compose(recipient, attributes.get(recipient.personId) ?? {});
        } catch {
          // The engine's own words may quote a person's data; the code is enough to find the cause.
          outcomes.push({ id: recipient.messageId, kind: 'unrenderable', reason: 'render_failed' });
          return null;
        }
      }),
    );
    await mailer.smtp.send(
      composed.filter((message) => message !== null),
      (outcome) => void outcomes.push(outcome),
    );
    return outcomes;
  }

  async function compose(recipient: Recipient, attributes: AttributeValues): Promise<OutgoingMessage> {
    const ready = compiled.get(recipient.editionId);
    if (!ready) throw new Error('a window is prepared before it is sent');
    const data = mergeData(recipient, { tenant, campaignName: ready.campaignName, attributes });
    const name = [recipient.firstName, recipient.lastName].filter(Boolean).join(' ');
    const to = { address: recipient.email, name };
    return ready.message.outgoing({ messageId: recipient.messageId, tenantNumber: tenant.number, to, data });
  }
}

function compile(edition: Sendable, { tenant, mailer }: { tenant: SendingTenant; mailer: Mailer }): Ready {
  const { signing } = edition;
  const message = compileMessage(edition, {
    from: { name: edition.fromName, address: edition.fromAddress },
    replyTo: edition.replyTo,
    publicUrl: mailer.publicUrl,
    bounceDomain: mailer.bounceDomain,
    ring: mailer.ring,
    class: edition.messageClass,
    feedback: { campaign: edition.variantId, tenant: String(tenant.number) },
    dkim: signing
      ? [
          parseDkimKey({
            domain: signing.domain,
            selector: signing.selector,
            privateKeyPem: openSecret(mailer.ring, dkimPurpose, signing.privateKeySealed),
          }),
        ]
      : [],
  });
  const usesAttributes = [edition.html, edition.text, edition.subject].some((part) =>
    part.includes('person.attributes'),
  );
  return { message, campaignName: edition.campaignName, usesAttributes };
}

function mergeData(
  recipient: Recipient,
  rest: { tenant: SendingTenant; campaignName: string; attributes: AttributeValues },
): MergeData {
  const { firstName, lastName, email, company, jobTitle, phone, street, city, region, postalCode, country } = recipient;
  return {
    person: {
      firstName,
      lastName,
      email,
      company,
      jobTitle,
      phone,
      street,
      city,
      region,
      postalCode,
      country,
      attributes: rest.attributes,
    },
    tenant: { name: rest.tenant.name, postalAddress: rest.tenant.postalAddress },
    campaign: { name: rest.campaignName },
  };
}
