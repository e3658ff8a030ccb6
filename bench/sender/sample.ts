import { MessageContent } from '../../domain/content/content.ts';
import { samplePerson } from '../../domain/content/merge-data.ts';
import type { TokenRing } from '../../domain/tokens/token.ts';
import type { CompileOptions, Recipient } from '../../mail/compiled-message.ts';
import type { EditionSource } from '../../mail/edition.ts';

const paragraph =
  'Our spring programme brings three new workshops, a field day with our engineers and prices that hold until the end of June.';

/** A newsletter of about 9 kB with ten counted links, the message that all senders are measured with. */
export const sampleSource: EditionSource = {
  content: MessageContent.parse({
    subject: '{{ person.firstName | default: "Hello" }}, what is new this spring',
    preheader: 'Three workshops, a field day and prices that hold until June',
    body: `<mjml><mj-body><mj-section><mj-column>
      <mj-text>Dear {{ person.firstName | default: "reader" }} {{ person.lastName | default: "" }},</mj-text>
      <mj-text>${paragraph}</mj-text>
      <mj-text>${Array.from({ length: 9 }, (_, i) => `<a href="https://shop.test/spring/offer-${i}">Offer ${i}</a><br>`).join('\n')}</mj-text>
      <mj-button href="https://shop.test/spring/programme">See the programme</mj-button>
      <mj-text>{{ tenant.name }}, {{ tenant.postalAddress }} · <a href="{{ unsubscribeUrl }}">Unsubscribe</a> · <a href="{{ preferencesUrl }}">Preferences</a></mj-text>
    </mj-column></mj-section></mj-body></mjml>`,
  }),
  tenant: { name: 'Example Works', postalAddress: '1 Example Street, 12345 Exampletown' },
  campaign: { name: 'Spring programme', utmId: 'spring-2025' },
};

const key = { id: 1, key: new Uint8Array(32).fill(7) };

/** A key ring for measuring; never for sending. */
export const sampleRing: TokenRing = { current: key, find: (id) => (id === key.id ? key : undefined) };

/** How the sample is sent. */
export const sampleOptions: CompileOptions = {
  from: { name: 'Example Works', address: 'news@example.test' },
  replyTo: 'hello@example.test',
  publicUrl: 'https://mail.example.test',
  bounceDomain: 'bounce.example.test',
  ring: sampleRing,
  class: 'marketing',
  feedback: { campaign: 'spring', tenant: '1' },
};

/** The n-th recipient. The ids are version 7, made from one moment, so that a run can be repeated. */
export function sampleRecipient(n: number): Recipient {
  const tail = n.toString(16).padStart(12, '0');
  return {
    messageId: `01970000-0000-7000-8000-${tail}`,
    tenantNumber: 1,
    to: { name: `Ada Lovelace ${n}`, address: `person-${n}@sink${n % 7}.test` },
    data: {
      person: { ...samplePerson, firstName: `Ada${n}`, email: `person-${n}@sink${n % 7}.test` },
      tenant: { name: 'Example Works', postalAddress: '1 Example Street, 12345 Exampletown' },
      campaign: { name: 'Spring programme' },
    },
  };
}
