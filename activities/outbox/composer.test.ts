import { describe, expect, it } from 'vitest';
import type { OutboxSql } from '../../db/queries/outbox/lease.ts';
import type { Sendable } from '../../db/queries/outbox/edition.ts';
import type { EditionOfBatch, Recipient } from '../../db/queries/outbox/window.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { placed, type MergeItems } from '../../domain/content/recommended-block.ts';
import type { SendOutcome } from '../../mail/smtp/outcome.ts';
import type { OutgoingMessage } from '../../mail/outgoing-message.ts';
import { openComposer, UnusableSigningKey } from './composer.ts';

const recipient: Recipient = {
  messageId: '01970000-0000-7000-8000-000000000001',
  obstacle: null,
  attempts: 0,
  email: 'ana@people.example',
  firstName: 'Ana',
  lastName: null,
  more: null,
};

const window: EditionOfBatch = {
  editionId: '01970000-0000-7000-8000-000000000003',
  senderId: null,
  senderDomain: 'acme.example',
  isStopped: false,
  isMarketing: true,
  topicId: null,
  messageIds: [recipient.messageId],
};

const edition = {
  variantId: 'v',
  messageClass: 'marketing' as const,
  fromName: 'Acme',
  fromAddress: 'news@acme.example',
  replyTo: null,
  subject: 'Hello {{ person.firstName }}',
  preheader: '',
  html: '<p>Hello</p>',
  text: 'Hello',
  links: [],
  campaignName: 'Spring',
  conditions: [] as Sendable['conditions'],
  signing: [],
  returnPathHost: null,
  trackingHost: null,
};

/** A composer whose database answers as told, one answer a call, and whose server accepts everything. */
function composerOn(answers: (() => unknown)[], items: MergeItems = {}, holds = true) {
  const asked: string[][] = [];
  const conditions: string[][] = [];
  const sent: OutgoingMessage[] = [];
  const smtp = {
    send: async (messages: readonly OutgoingMessage[], tell: (outcome: SendOutcome) => void) => {
      for (const message of messages) {
        sent.push(message);
        tell({ id: message.id, kind: 'accepted', response: '250' });
      }
    },
    verify: async () => ({ pipelining: true, smtpUtf8: true }),
    close: async () => {},
  };
  const composer = openComposer({
    inTenant: async <T>(_work: (sql: OutboxSql) => Promise<T>) => answers.shift()?.() as T,
    tenant: {
      tenantId: 't',
      number: 1,
      name: 'Acme',
      postalAddress: '1 Main Street',
      timeZone: 'UTC',
      quiet: null,
    },
    mailer: {
      ring: rotateKeyRing(null, new Uint8Array(32)),
      publicUrl: 'https://mail.example',
      bounceDomain: 'b.example',
      smtp,
    },
    choose: async (messageIds) => {
      asked.push([...messageIds]);
      return new Map(messageIds.map((id) => [id, items]));
    },
    ask: async (messageIds, wanted) => {
      conditions.push(wanted.map(({ id }) => id));
      return new Map(messageIds.map((id) => [id, Object.fromEntries(wanted.map((one) => [one.id, holds]))]));
    },
  });
  return { composer, sent, asked, conditions };
}

describe('composing a window', () => {
  it('says so where a signing key does not open, and of nothing else', async () => {
    const signing = { domain: 'acme.example', selector: 's', privateKeySealed: 'k9.nonsense' };
    const gone = () => {
      throw new Error('the edition is gone');
    };
    const { composer } = composerOn([() => ({ ...edition, signing: [signing] }), gone]);
    await expect(composer.prepare(window)).rejects.toThrow(UnusableSigningKey);
    await expect(composer.prepare(window)).rejects.toThrow('the edition is gone');
  });

  it('fails before anything is claimed where the database is away, and works when it is back', async () => {
    const away = () => {
      throw Object.assign(new Error('away'), { code: 'CONNECTION_CLOSED' });
    };
    const { composer, sent } = composerOn([away, () => edition]);
    await expect(composer.prepare(window)).rejects.toThrow('away');
    const prepared = await composer.prepare(window);
    expect(await prepared.send([recipient])).toEqual([{ id: recipient.messageId, kind: 'accepted', response: '250' }]);
    expect(sent).toHaveLength(1);
  });

  it('asks what is recommended for messages that name it, once a window, and for no others', async () => {
    const item = { title: 'The guide', description: '', url: 'https://acme.example/guide', imageUrl: null };
    const html = '{% if content.first %}<a href="{{ links[0] }}">{{ content.first.title }}</a>{% endif %}';
    const naming = { ...edition, html, links: [{ url: '{{ content.first.url }}', label: '' }] };
    const { composer, sent, asked } = composerOn([() => naming], placed([{ ...item, reason: 'Popular now' }]));
    await (await composer.prepare(window)).send([recipient]);
    expect(asked).toEqual([window.messageIds]);
    expect(Buffer.from(sent[0]!.data).toString()).toContain('The guide');
    const plain = composerOn([() => edition]);
    await (await plain.composer.prepare(window)).send([recipient]);
    expect(plain.asked).toEqual([]);
  });

  it('fills in attributes by whatever way they are named', async () => {
    for (const way of ['person.attributes.plan', 'person["attributes"].plan']) {
      const naming = { ...edition, html: `<p>{{ ${way} | default: "none" }}</p>` };
      const attributes = new Map([[recipient.messageId, { plan: 'gold' }]]);
      const { composer, sent } = composerOn([() => naming, () => attributes, () => new Map(), () => attributes]);
      await (await composer.prepare(window)).send([recipient]);
      expect(Buffer.from(sent[0]!.data).toString(), way).toContain('gold');
    }
  });

  it('asks the conditions of a message once a window, and nothing of one without', async () => {
    const html = '{% if conditions["c1"] %}<p>For customers</p>{% else %}<p>For others</p>{% endif %}';
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isKnown' } } as const;
    const asking = { ...edition, html, conditions: [{ id: 'c1', rule }] };
    for (const holds of [true, false]) {
      const { composer, sent, conditions } = composerOn([() => asking], {}, holds);
      await (await composer.prepare(window)).send([recipient]);
      expect(conditions).toEqual([['c1']]);
      expect(Buffer.from(sent[0]!.data).toString()).toContain(holds ? 'For customers' : 'For others');
    }
    const plain = composerOn([() => edition]);
    await (await plain.composer.prepare(window)).send([recipient]);
    expect(plain.conditions).toEqual([]);
  });

  it('fails as a whole, and not message by message, where the signing key does not open', async () => {
    const signing = { domain: 'acme.example', selector: 's', privateKeySealed: 'k9.nonsense' };
    const { composer, sent } = composerOn([() => ({ ...edition, signing: [signing] })]);
    await expect(composer.prepare(window)).rejects.toThrow();
    expect(sent).toEqual([]);
  });

  it('asks for more of a person only where the message uses it', async () => {
    for (const [html, needsMore] of [
      ['<p>{{ person.firstName }} {{ person.email }}</p>', false],
      ['<p>{{ person.company }}</p>', true],
      ['<p>{% for field in person %}{{ field }}{% endfor %}</p>', true],
    ] as const) {
      const { composer } = composerOn([() => ({ ...edition, html })]);
      expect((await composer.prepare(window)).needsMore).toBe(needsMore);
    }
  });

  it('gives up only the message of a person whose address cannot be written to', async () => {
    const { composer } = composerOn([() => edition]);
    const broken = { ...recipient, messageId: '01970000-0000-7000-8000-000000000009', email: 'no address' };
    const prepared = await composer.prepare(window);
    const kinds = (await prepared.send([recipient, broken])).map(({ id, kind }) => [id, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      [recipient.messageId]: 'accepted',
      [broken.messageId]: 'unrenderable',
    });
  });
});
