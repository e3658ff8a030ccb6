import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { MessageContent } from '../domain/content/content.ts';
import { samplePerson } from '../domain/content/merge-data.ts';
import { messageTokens, readToken } from '../domain/tokens/token.ts';
import type { CompileOptions, Recipient } from './compiled-message.ts';
import { Bytes } from './bytes.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { compileMessage } from './compiled-message.ts';
import { parseDkimKey } from './dkim.ts';
import type { Edition } from './edition.ts';
import { buildEdition } from './edition.ts';
import { escapeHtml } from './liquid.ts';
import { renderPreview } from './preview.ts';

const ring = { current: { id: 1, key: new Uint8Array(32).fill(9) }, find: () => new Uint8Array(32).fill(9) };
const options: CompileOptions = {
  from: { name: 'Bücher & Söhne', address: 'news@bücher.test' },
  replyTo: 'hallo@bücher.test',
  publicUrl: 'https://app.test/',
  bounceDomain: 'bounce.test',
  ring,
  class: 'marketing',
  feedback: { campaign: 'c1', tenant: '7' },
};
const tenant = { name: 'Works', postalAddress: '1 Main Street' };
const duties =
  '<a href="{{ unsubscribeUrl }}">Out</a> <a href="{{ preferencesUrl }}">Choose</a> {{ tenant.postalAddress }}';

function editionOf(content: Partial<MessageContent>) {
  const source = {
    subject: 'Hi {{ person.firstName | default: "you" }}',
    preheader: 'x',
    format: 'html',
    body: '',
    ...content,
  };
  return buildEdition({
    content: MessageContent.parse(source),
    tenant,
    campaign: { name: 'c', utmId: null },
    attributes: [{ key: 'plan', label: 'Plan' }],
  });
}

function recipient(person: Partial<Recipient['data']['person']> = {}, to: Partial<Recipient['to']> = {}): Recipient {
  return {
    messageId: '01970000-0000-7000-8000-000000000001',
    tenantNumber: 7,
    to: { name: 'Ada Lovelace', address: 'ada@mail.test', ...to },
    data: { person: { ...samplePerson, ...person }, tenant, campaign: { name: 'c' } },
  };
}

function checkWire(data: string): void {
  expect(data).not.toMatch(/[^\r]\n|\r[^\n]/);
  expect(data.endsWith('\r\n')).toBe(true);
  for (const line of data.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
    expect(line.startsWith('.')).toBe(false);
  }
}

describe('what was written', () => {
  let edition: Edition;
  beforeAll(async () => {
    const body = `<p>Dear {{ person.firstName | default: "reader" }} {{ person.lastName }},</p>
      {% if person.company == "Analytical Engines" %}<p>engine</p>{% else %}<p>no engine</p>{% endif %}
      {% assign where = person.city | default: "nowhere" | upcase %}<p title="{{ person.jobTitle }}">{{ where }}, {{ where | downcase }}</p>
      <p>{{ person.attributes.plan | default: "none" }}</p><a href="https://shop.test/a">A</a> <a href="https://shop.test/b">B</a>${duties}`;
    edition = await editionOf({ body });
    expect(edition).toMatchObject({
      findings: expect.not.arrayContaining([expect.objectContaining({ severity: 'blocking' })]),
    });
  });

  it('is read back by an independent parser for any name, subject and value', async () => {
    const compiled = compileMessage(
      { ...edition, subject: '{{ person.firstName }} – {{ person.city | upcase }}' },
      options,
    );
    const value = fc.oneof(
      fc.string({ maxLength: 90 }),
      fc.string({ unit: 'grapheme', maxLength: 90 }),
      fc.string({
        unit: fc.constantFrom('<', '>', '&', '"', "'", '=', '.', ' ', '\n', '{{', '}}', '{%', 'שלום', 'مرحبا', '😀'),
        maxLength: 60,
      }),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(value, value, value, async (firstName, city, plan) => {
        const one = recipient(
          { firstName, city, jobTitle: city, lastName: plan, attributes: { plan } },
          { name: firstName },
        );
        const data = compiled.render(one);
        checkWire(data);
        const mail = await simpleParser(data);
        const expected = renderPreview(
          { ...edition, subject: '{{ person.firstName }} – {{ person.city | upcase }}' },
          one.data,
        );
        expect(mail.subject).toBe(plain(expected.subject));
        expect(bodyWords(mail.html || '')).toBe(bodyWords(expected.html));
        expect(words(mail.text ?? '')).toBe(words(expected.text));
        expect(addressOf(mail.to)).toEqual({ name: plain(firstName ?? ''), address: 'ada@mail.test' });
      }),
      { numRuns: 150 },
    );
  });

  it('has every header that a mailing needs', async () => {
    const one = recipient();
    const mail = await simpleParser(compileMessage(edition, options).render(one));
    const tokens = messageTokens(ring, one);
    expect(addressOf(mail.from)).toEqual({
      name: 'Bücher & Söhne',
      address: expect.stringMatching(/^news@(xn--bcher-kva|bücher)\.test$/),
    });
    expect(addressOf(mail.replyTo)!.address).toMatch(/^hallo@/);
    expect(mail.messageId).toBe(`<${one.messageId}@xn--bcher-kva.test>`);
    expect(Math.abs(mail.date!.getTime() - Date.now())).toBeLessThan(60_000);
    const lines = new Map(
      mail.headerLines.map(({ key, line }) => [key, line.replace(/^[^:]+: /, '').replace(/\r\n /g, ' ')]),
    );
    expect(lines.get('list-unsubscribe')).toBe(
      `<https://app.test/u/${tokens.unsubscribe}>, <mailto:${tokens.mailto}@bounce.test?subject=unsubscribe>`,
    );
    expect(lines.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(lines.get('feedback-id')).toBe('c1:7:marketing:salescompass');
    expect(lines.get('content-type')).toMatch(/^multipart\/alternative;/);
  });

  it('leads to this message from every link, open and way out', async () => {
    const one = recipient();
    const { html, text } = await simpleParser(compileMessage(edition, options).render(one));
    const now = '2025-06-01T00:00:00Z';
    const clicks = [...String(html).matchAll(/https:\/\/app\.test\/t\/c\/([\w-]+)/g)].map(([, token]) =>
      readToken(ring, token!, 'click', now),
    );
    expect(clicks).toEqual([0, 1, 2].map((linkIndex) => ({ tenantNumber: 7, messageId: one.messageId, linkIndex })));
    for (const [path, kind] of [
      ['t/o', 'open'],
      ['u', 'unsubscribe'],
      ['p', 'preferences'],
    ] as const) {
      const token = new RegExp(`https://app\\.test/${path}/([\\w-]+)`).exec(String(html))![1]!;
      expect(readToken(ring, token, kind, now)).toEqual({ tenantNumber: 7, messageId: one.messageId });
    }
    expect(text).toContain('https://app.test/u/');
    expect(text).toContain('https://app.test/t/c/');
  });

  it('has an envelope of its own: a return path that names the message, a domain in ASCII', async () => {
    const one = recipient({}, { address: 'jürgen@bücher.test' });
    const outgoing = await compileMessage(edition, options).outgoing(one);
    expect(outgoing).toMatchObject({ id: one.messageId, to: 'jürgen@xn--bcher-kva.test', smtpUtf8: true });
    const [local, domain] = outgoing.envelopeFrom.split('@');
    expect(domain).toBe('bounce.test');
    expect(readToken(ring, local!, 'verp', '2025-06-01T00:00:00Z')).toHaveProperty('messageId', one.messageId);
    const mail = await simpleParser(Buffer.from(outgoing.data, 'utf8'));
    expect(addressOf(mail.to)!.address).toMatch(/^jürgen@/);
  });

  it('of the transactional class offers no unsubscribing', async () => {
    const data = compileMessage(edition, { ...options, class: 'transactional' }).render(recipient());
    expect(data).not.toMatch(/^List-Unsubscribe/m);
  });

  it('is the same as bytes as it is as text', () => {
    const literal = { ...edition, html: '<p>Dear {{ person.firstName }}</p>'.repeat(30), text: '{{ links[0] }}' };
    const compiled = compileMessage({ ...literal, subject: 'Hi {{ person.firstName }}' }, options);
    const bytes = new Bytes(16);
    const message = compiled.outgoing(recipient()) as OutgoingMessage;
    message.write!(bytes);
    const withoutDate = (text: string) => text.replace(/^Date: .*$/m, '');
    expect(withoutDate(bytes.since(0).toString('latin1'))).toBe(withoutDate(compiled.render(recipient())));
  });

  it('is refused for an address that is none, without repeating it', () => {
    const compiled = compileMessage(edition, options);
    expect(() => compiled.outgoing(recipient({}, { address: 'secret person' }))).toThrow(
      /^The recipient has no address/,
    );
  });
});

describe('DKIM', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ed = generateKeyPairSync('ed25519');
  const pem = (key: typeof rsa.privateKey) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const keys = [
    parseDkimKey({ domain: 'xn--bcher-kva.test', selector: 'r', privateKeyPem: pem(rsa.privateKey) }),
    parseDkimKey({ domain: 'xn--bcher-kva.test', selector: 'e', privateKeyPem: pem(ed.privateKey) }),
  ];
  const records: Record<string, string> = {
    r: `v=DKIM1; k=rsa; p=${rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    e: `v=DKIM1; k=ed25519; p=${ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`,
  };
  const resolver = async (name: string) => [[records[name.split('.')[0]!]!]];
  const verify = async (data: string) => (await dkimVerify(Buffer.from(data), { resolver })).results;

  it('passes an independent verifier with both algorithms, whatever the message says', async () => {
    const body = `<p>{{ person.firstName }}  two  spaces \t tab </p><pre>  a   b\n\n   </pre>\n\n${duties}`;
    const compiled = compileMessage(await editionOf({ body, subject: '{{ person.firstName }}' }), {
      ...options,
      dkim: keys,
    });
    const value = fc.string({
      unit: fc.constantFrom(' ', '.', 'a', '=', '\n', '\t', 'ü', '漢字', 'b c', '<'),
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(value, async (firstName) => {
        const { data } = await compiled.outgoing(recipient({ firstName }, { name: firstName }));
        checkWire(data);
        const results = await verify(data);
        expect(results.map(({ status }: { status: { result: string } }) => status.result)).toEqual(['pass', 'pass']);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'From',
    'To',
    'Subject',
    'Reply-To',
    'Date',
    'Message-ID',
    'Feedback-ID',
    'Content-Type',
    'MIME-Version',
  ])('covers %s', async (name) => {
    const { data } = await compileMessage(await editionOf({ body: `x${duties}` }), { ...options, dkim: keys }).outgoing(
      recipient(),
    );
    const changed = data.replace(new RegExp(`^(${name}: .)`, 'm'), '$1x');
    expect(changed).not.toBe(data);
    for (const result of await verify(changed)) expect(result.status.result).not.toBe('pass');
  });

  it('notices a changed body and a second From', async () => {
    const { data } = await compileMessage(await editionOf({ body: `word${duties}` }), {
      ...options,
      dkim: keys,
    }).outgoing(recipient());
    for (const changed of [data.replace('word', 'w0rd'), `From: other@else.test\r\n${data}`]) {
      for (const result of await verify(changed)) expect(result.status.result).not.toBe('pass');
    }
  });

  it('takes no weak key', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(() => parseDkimKey({ domain: 'x.test', selector: 's', privateKeyPem: pem(weak.privateKey) })).toThrow(
      /2048/,
    );
  });
});

it('previews what will be read, with links to where they lead and nothing counted', async () => {
  const edition = await editionOf({
    body: `<p>{{ person.firstName | default: "<you>" }}</p><a href="https://shop.test/?c={{ person.city | default: "x" }}">A</a>${duties}`,
  });
  const preview = renderPreview(edition, recipient({ firstName: '', city: 'a b' }).data);
  expect(preview.html).toContain('<p>&lt;you&gt;</p>');
  expect(preview.html).toContain(escapeHtml('https://shop.test/?c=a%20b&utm_source=salescompass'));
  expect(preview.html).not.toMatch(/\/t\/[oc]\//);
  expect(preview.subject).toBe('Hi you');
});

/** Text as a header holds it. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return Buffer.from(text.replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g, ' ').trim()).toString();
}

/** What a reader sees, without our own addresses, which a preview does not have. */
function words(text: string): string {
  return Buffer.from(
    text.replace(/https:\/\/app\.test\/[\w/-]+|https:\/\/shop\.test\/[^\s<>"]+|#\w+/g, 'URL').replace(/\r\n?/g, '\n'),
  )
    .toString()
    .trim();
}

function bodyWords(html: string): string {
  return words(html.replace(/<img [^>]*>/g, '').replace(/ (?:href|src)="[^"]*"/g, ''));
}

function addressOf(field: ParsedMail['to']): { name: string; address: string } | undefined {
  const [mailbox] = (Array.isArray(field) ? field[0] : field)?.value ?? [];
  return mailbox && { name: mailbox.name, address: mailbox.address ?? '' };
}
