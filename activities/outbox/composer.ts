import type { OutboxSql } from '../../db/queries/outbox/lease.ts';
import { findSendable, type Sendable } from '../../db/queries/outbox/edition.ts';
import type { SendingTenant } from '../../db/queries/outbox/tenant.ts';
import type { EditionOfBatch, MoreFields, Recipient } from '../../db/queries/outbox/window.ts';
import { listMergeAttributes, type AttributeValues } from '../../db/queries/people/merge-attributes.ts';
import { openSecret } from '../../db/sealing.ts';
import type { MergeData } from '../../domain/content/merge-data.ts';
import { sampleItems, usesItems, type MergeItems } from '../../domain/content/recommended-block.ts';
import type { ConditionAnswers, MessageCondition } from '../../domain/templates/conditions.ts';
import { linkOrigin } from '../../domain/senders/own-hosts.ts';
import { dkimPurpose } from '../../domain/senders/sender.ts';
import { compileMessage, type CompiledMessage } from '../../mail/compiled-message.ts';
import { parseDkimKey, type DkimKey } from '../../mail/dkim.ts';
import type { OutgoingMessage } from '../../mail/outgoing-message.ts';
import type { SendOutcome } from '../../mail/smtp/outcome.ts';
import type { Mailer } from '../mailer.ts';
import type { ConditionAsker } from './conditions.ts';
import type { ContentChooser } from './content.ts';

/** What a message that was not even tried came to. */
export type ComposedOutcome = SendOutcome | { id: string; kind: 'unrenderable'; reason: string };

/** The signing key of a domain does not open or is none: its mail waits until somebody mends that. */
export class UnusableSigningKey extends Error {
  readonly domain: string;
  constructor(domain: string, cause: unknown) {
    super(`The signing key of ${domain} does not open.`, { cause });
    this.domain = domain;
  }
}

/** Turns recipients into mail and sends it. */
export interface Composer {
  /**
   * Loads and compiles what a window needs, while nothing has been claimed. Rejects with `UnusableSigningKey` where the signing key does
   * not open.
   */
  prepare: (window: WindowToPrepare) => Promise<Prepared>;
}

/** A window as it is composed; copies for seeds are read by somebody invented, of whom nothing is looked up. */
export type WindowToPrepare = EditionOfBatch & { isForSeeds?: boolean };

/** A window that needs nothing any more but its recipients and the mail server. */
export interface Prepared {
  /** Whether the message uses more of a person than name and address. */
  needsMore: boolean;
  /** Sends to some of its recipients; resolves with an outcome for each of them. */
  send: (recipients: Recipient[]) => Promise<ComposedOutcome[]>;
}

interface Ready {
  message: CompiledMessage;
  campaignName: string;
  usesAttributes: boolean;
  usesItems: boolean;
  conditions: readonly MessageCondition[];
  needsMore: boolean;
}

/** What a window of messages was read for beside the recipients, by message. */
interface More {
  attributes: Map<string, AttributeValues>;
  items: Map<string, MergeItems>;
  answers: Map<string, ConditionAnswers>;
}

/** What one recipient's message is filled from beside themselves. */
interface Theirs {
  attributes: AttributeValues;
  content: MergeItems | undefined;
  conditions: ConditionAnswers | undefined;
}

/** Opens the composer of one lane: what is the same for all recipients of an edition is compiled once. */
export function openComposer(lane: {
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  tenant: SendingTenant;
  mailer: Mailer;
  /** Asked for messages that name what is recommended, and for no others. */
  choose: ContentChooser;
  /** Asked for messages with conditions, and for no others. */
  ask: ConditionAsker;
}): Composer {
  const { inTenant, tenant, mailer, choose, ask } = lane;
  const compiled = new Map<string, Ready>();

  return {
    async prepare({ editionId, messageIds, isForSeeds = false }) {
      let ready = compiled.get(editionId);
      if (!ready) {
        ready = compile(await inTenant((sql) => findSendable(sql, editionId)), lane);
        compiled.set(editionId, ready);
      }
      const edition = ready;
      const more = isForSeeds ? sampleOf(edition, messageIds) : await moreOf(edition, messageIds);
      return { needsMore: edition.needsMore, send: (going) => send(going, edition, more) };
    },
  };

  async function moreOf({ usesAttributes, usesItems, conditions }: Ready, messageIds: string[]): Promise<More> {
    return {
      attributes: usesAttributes ? await inTenant((sql) => listMergeAttributes(sql, messageIds)) : new Map(),
      items: usesItems ? await choose(messageIds) : noItems,
      answers: conditions.length > 0 ? await ask(messageIds, conditions) : noAnswers,
    };
  }

  async function send(recipients: Recipient[], ready: Ready, more: More): Promise<ComposedOutcome[]> {
    const outcomes: ComposedOutcome[] = [];
    const messages: OutgoingMessage[] = [];
    const pending: Promise<void>[] = [];
    for (const recipient of recipients) {
      const fail = () => void outcomes.push(unrenderable(recipient.messageId));
      try {
        const attributes = more.attributes.get(recipient.messageId) ?? noAttributes;
        const message = compose(recipient, ready, {
          attributes,
          content: more.items.get(recipient.messageId),
          conditions: more.answers.get(recipient.messageId),
        });
        if (message instanceof Promise) pending.push(message.then((one) => void messages.push(one), fail));
        else messages.push(message);
      } catch {
        fail();
      }
    }
    await Promise.all(pending);
    await mailer.smtp.send(messages, (outcome) => void outcomes.push(outcome));
    return outcomes;
  }

  function compose(recipient: Recipient, ready: Ready, theirs: Theirs): OutgoingMessage | Promise<OutgoingMessage> {
    const data = mergeData(recipient, { tenant, campaignName: ready.campaignName, ...theirs });
    const { firstName, lastName } = recipient;
    const name = firstName && lastName ? `${firstName} ${lastName}` : (firstName ?? lastName ?? '');
    const to = { address: recipient.email, name };
    return ready.message.outgoing({ messageId: recipient.messageId, tenantNumber: tenant.number, to, data });
  }
}

function compile(edition: Sendable, { tenant, mailer }: { tenant: SendingTenant; mailer: Mailer }): Ready {
  const { signing } = edition;
  const message = compileMessage(edition, {
    from: { name: edition.fromName, address: edition.fromAddress },
    replyTo: edition.replyTo,
    publicUrl: linkOrigin(mailer.publicUrl, edition.trackingHost),
    bounceDomain: edition.returnPathHost ?? mailer.bounceDomain,
    ring: mailer.ring,
    class: edition.messageClass,
    feedback: { campaign: edition.variantId, tenant: String(tenant.number) },
    dkim: signing.map((key) => openSigningKey(key, mailer)),
  });
  const uses = (path: RegExp) => [edition.html, edition.text, edition.subject].some((part) => path.test(part));
  return {
    message,
    campaignName: edition.campaignName,
    // Any way to them but by their name (a loop, an index, another name for the person) may reach all of them.
    usesAttributes: uses(/person\.attributes/) || uses(/person(?!\.)\b/),
    usesItems: [edition.html, edition.text, edition.subject].some(usesItems),
    conditions: edition.conditions,
    // Any way to a field but by its name (a loop, an index) may reach all of them.
    needsMore: uses(/person\.(?!firstName\b|lastName\b|email\b|attributes\b)/) || uses(/person(?!\.)\b/),
  };
}

function openSigningKey(signing: Sendable['signing'][number], { ring }: Mailer): DkimKey {
  const { domain, selector, privateKeySealed } = signing;
  try {
    return parseDkimKey({ domain, selector, privateKeyPem: openSecret(ring, dkimPurpose, privateKeySealed) });
  } catch (error) {
    throw new UnusableSigningKey(domain, error);
  }
}

/** What somebody invented would see, as the preview shows it: sample recommendations, and every condition holds. */
function sampleOf({ conditions }: Ready, messageIds: readonly string[]): More {
  const holding = Object.fromEntries(conditions.map(({ id }) => [id, true]));
  return {
    attributes: new Map(),
    items: new Map(messageIds.map((id) => [id, sampleItems])),
    answers: new Map(messageIds.map((id) => [id, holding])),
  };
}

/** What the outcome of a message is that could not be written. */
function unrenderable(id: string): ComposedOutcome {
  // The engine's own words may quote a person's data; the code is enough to find the cause.
  return { id, kind: 'unrenderable', reason: 'render_failed' };
}

const noAttributes: AttributeValues = {};
const noItems = new Map<string, MergeItems>();
const noAnswers = new Map<string, ConditionAnswers>();
const noMore: Omit<MoreFields, 'personId'> = {
  phone: null,
  jobTitle: null,
  company: null,
  street: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
};

function mergeData(
  { firstName, lastName, email, more }: Recipient,
  rest: Theirs & { tenant: SendingTenant; campaignName: string },
): MergeData {
  const { company, jobTitle, phone, street, city, region, postalCode, country } = more ?? noMore;
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
    tenant: rest.tenant,
    campaign: { name: rest.campaignName },
    content: rest.content,
    conditions: rest.conditions,
  };
}
