import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { plainContext, type BlockContext } from '../../domain/content/block-context.ts';
import { MessageContent } from '../../domain/content/content.ts';
import { samplePerson } from '../../domain/content/merge-data.ts';
import { placed } from '../../domain/content/recommended-block.ts';
import { contrast } from '../../domain/templates/colour.ts';
import { contentFromGallery, gallery } from '../../domain/templates/gallery/gallery.ts';
import { BrandKit } from '../../domain/templates/brand-kit.ts';
import { exampleReader, exampleReaders } from '../../domain/templates/example-reader.ts';
import { buildEdition } from '../edition.ts';
import { renderPreview } from '../preview.ts';
import { mjmlOfBlocks } from './message-mjml.ts';

const tenant = { name: 'Works', postalAddress: '1 Main Street' };
const rule = { kind: 'field', field: 'person.country', test: { op: 'isKnown' } };

function source(blocks: unknown[], rest: Partial<MessageContent> = {}, surroundings: BlockContext = plainContext) {
  const content = MessageContent.parse({
    subject: 'News',
    preheader: 'What is new',
    format: 'blocks',
    body: '',
    blocks,
    messageClass: 'transactional',
    ...rest,
  });
  return { content, tenant, campaign: { name: 'Spring', utmId: 'c1' }, surroundings };
}

const words = (...texts: string[]) => texts.map((text) => ({ runs: text === '' ? [] : [{ kind: 'words', text }] }));
const brand = BrandKit.parse({ socialLinks: [{ network: 'linkedin', url: 'https://linkedin.test/works' }] });
const data = { person: samplePerson, tenant, campaign: { name: 'Spring' }, content: {}, conditions: {} };

describe('a message of blocks', () => {
  it.each<[string, object, boolean]>([
    ['a text on the sheet', { kind: 'text', id: 'b', text: words('Bye') }, true],
    ['a band of colour, and networks that there are not', { kind: 'social', id: 'b' }, false],
    ['a band of colour, and a picture that nobody chose', { kind: 'image', id: 'b' }, false],
  ])('has room at the end of its sheet where that is to be seen: %s', (_, last, isRoom) => {
    const band = { kind: 'text', id: 'a', text: words('Any question?'), background: '#eeeeff' };
    const { content } = source([band, last, { kind: 'footer', id: 'f', text: [] }]);
    expect(mjmlOfBlocks(content, plainContext).includes('<mj-spacer height="12px">')).toBe(isRoom);
  });

  it('says what its blocks say, in HTML and in text, and leads where they lead', async () => {
    const edition = await buildEdition(
      source(
        [
          { kind: 'heading', id: 'h', text: words('Fish & chips') },
          {
            kind: 'text',
            id: 't',
            text: [
              {
                runs: [
                  { kind: 'words', text: 'Dear ' },
                  { kind: 'field', path: 'person.firstName', fallback: 'reader "at" home' },
                  { kind: 'words', text: ', look', marks: ['bold'], link: 'https://shop.test/a?x=1&y=2' },
                ],
              },
              { kind: 'bullet', runs: [{ kind: 'words', text: 'one' }] },
              { kind: 'bullet', runs: [{ kind: 'words', text: 'two' }] },
            ],
          },
          { kind: 'button', id: 'b', label: 'Go', link: 'https://shop.test/go' },
          { kind: 'footer', id: 'f', text: words('Because.') },
        ],
        { messageClass: 'marketing' },
      ),
    );
    expect(edition.findings).toEqual([]);
    expect(edition.links.map(({ label }) => label)).toEqual([', look', 'Go', '']);
    expect(edition.links[0]!.url).toMatch(/^https:\/\/shop\.test\/a\?x=1&y=2&utm_source=/);
    const shown = renderPreview(edition, { ...data, person: { ...samplePerson, firstName: null } });
    expect(shown.html).toContain('Fish &amp; chips</h1>');
    expect(shown.html).toContain('Dear reader ’at’ home'.replace('’at’', '&quot;at&quot;'));
    expect(shown.html).toMatch(/<ul[^>]*><li[^>]*>one<\/li><li[^>]*>two<\/li><\/ul>/);
    expect(shown.html).toContain('lang="en"');
    expect(shown.html).toContain('prefers-color-scheme:dark');
    expect(edition.text).toBe(
      [
        'Fish & chips',
        'Dear {{ person.firstName | default: \'reader "at" home\' }}, look <{{ links[0] }}>',
        '- one\n- two',
        'Go <{{ links[1] }}>',
        'Because.\n{{ tenant.name }}, {{ tenant.postalAddress }}\nUnsubscribe: {{ unsubscribeUrl }}\nChange what I get: {{ preferencesUrl }}\n',
      ].join('\n\n'),
    );
  });

  it('names its sender once, also where the address begins with the name', async () => {
    for (const [postalAddress, line] of [
      ['works, 1 Main Street', 'works, 1 Main Street'],
      ['1 Main Street', 'Works, 1 Main Street'],
    ] as const) {
      const message = source([{ kind: 'footer', id: 'f', text: [] }]);
      const sender = { name: 'Works', postalAddress };
      const edition = await buildEdition({ ...message, tenant: sender });
      const { html, text } = renderPreview(edition, { ...data, tenant: sender });
      expect(text.split('\n')).toContain(line);
      expect(html).toContain(`>${line}</p>`);
    }
  });

  it('shows words as they were typed, whatever they look like', async () => {
    const typed = '<script>alert(1)</script> {{ person.email }} {% if x %} {{{ "a" }}} </mj-text> &amp; {';
    const blocks = [{ kind: 'text', id: 't', text: words(typed) }];
    const edition = await buildEdition(source(blocks));
    expect(edition.findings).toEqual([]);
    const shown = renderPreview(edition, data);
    expect(shown.text.trim()).toBe(typed);
    expect(shown.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; {{ person.email }} {% if x %}');
    expect(shown.html).not.toContain('<script');
  });

  it('shows parts to those for whom a condition holds, and others to the rest', async () => {
    const column = (id: string, text: string) => ({
      id,
      percent: 50,
      blocks: [{ kind: 'text', id: `${id}t`, text: words(text) }],
    });
    const edition = await buildEdition(
      source([
        { kind: 'text', id: 'a', text: words('Everybody') },
        {
          kind: 'condition',
          id: 'c-1',
          rule,
          blocks: [
            { kind: 'text', id: 'b', text: words('Some') },
            { kind: 'columns', id: 'k', columns: [column('k1', 'Left'), column('k2', 'Right')] },
          ],
          otherwise: [{ kind: 'text', id: 'o', text: words('Others') }],
        },
        { kind: 'text', id: 'z', text: words('End') },
      ]),
    );
    expect(edition.findings).toEqual([]);
    expect(edition.conditions).toEqual([{ id: 'c-1', rule }]);
    const some = renderPreview(edition, { ...data, conditions: { 'c-1': true } });
    const others = renderPreview(edition, { ...data, conditions: { 'c-1': false } });
    expect(some.text).toBe('Everybody\n\nSome\n\nLeft\n\nRight\n\nEnd\n');
    expect(others.text).toBe('Everybody\n\nOthers\n\nEnd\n');
    for (const { html } of [some, others]) expect(openTables(html)).toBe(0);
    expect(some.html).not.toContain('Others');
    expect(others.html).not.toContain('Right');
  });

  it('shows a chosen item on a card, and what is recommended to whoever reads it', async () => {
    const id = '0198c0de-0000-7000-8000-000000000000';
    const item = { title: 'Pumps {{ x }}', description: 'How they work', url: 'https://works.test/p', imageUrl: null };
    const edition = await buildEdition(
      source(
        [
          { kind: 'card', id: 'c', item: { kind: 'chosen', contentItemId: id } },
          { kind: 'card', id: 'r', item: { kind: 'recommended', place: 'first' }, showReason: true },
        ],
        {},
        { ...plainContext, items: { [id]: item } },
      ),
    );
    expect(edition.findings).toEqual([]);
    const content = placed([
      { ...item, title: 'Valves & more', reason: 'Popular now', imageUrl: 'https://works.test/v.png' },
    ]);
    const shown = renderPreview(edition, { ...data, content });
    expect(shown.html).toContain('Pumps {{ x }}');
    expect(shown.html).toContain('Valves &amp; more');
    expect(shown.html).toContain('src="https://works.test/v.png"');
    expect(shown.text).toContain('Valves & more');
    expect(renderPreview(edition, data).text).not.toContain('Read more <>');
  });

  it('says so where nothing of it can be shown', async () => {
    const { findings } = await buildEdition(source([{ kind: 'html', id: 'x', html: '</mj-text>' }]));
    expect(findings.map(({ code }) => code)).toEqual(['empty_body']);
  });

  it('is written in a moment, whatever somebody wrote into a block of HTML', () => {
    const { content } = source([{ kind: 'html', id: 'x', html: `{{ "${'<'.repeat(99_000)}" }}` }]);
    const begun = performance.now();
    expect(mjmlOfBlocks(content, plainContext)).toContain('<'.repeat(99_000));
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('takes out of HTML what mail may not hold, and keeps its merge fields', async () => {
    const html = `<div onclick="x()" style="color:red;background:url(x)"><script>alert(1)</script><b>{{ person.firstName | default: "you" }}</b>
      <a href="javascript:alert(1)">x</a>{% if person.city %}<i>City</i>{% endif %}</div></td></mj-text><p>open`;
    const edition = await buildEdition(source([{ kind: 'html', id: 'x', html }]));
    expect(edition.findings.map(({ code, blockId }) => [code, blockId])).toEqual(
      [
        ['broken_link', 'x'],
        ['taken_out', 'x'],
      ]
        .sort()
        .reverse(),
    );
    const shown = renderPreview(edition, data);
    expect(shown.html).toContain('<b>Ada</b>');
    expect(shown.html).toContain('<i>City</i>');
    expect(shown.html).not.toMatch(/javascript:|onclick|alert|url\(x\)/);
    expect(openTables(shown.html)).toBe(0);
  });

  it('darkens the grounds of its blocks on a dark screen, and of HTML that brings its own colours nothing', async () => {
    const edition = await buildEdition(
      source([
        { kind: 'text', id: 'a', text: words('x'), background: '#fef3c7' },
        { kind: 'hero', id: 'b', heading: words('x'), text: [], background: '#dbeafe', textColour: '#0f2a5f' },
        { kind: 'text', id: 'c', text: [{ runs: [{ kind: 'words', text: 'x', colour: '#7f1d1d' }] }] },
        { kind: 'html', id: 'd', html: '<p style="background:#ffffff;color:#111111">x</p>' },
        { kind: 'hero', id: 'e', heading: words('x'), text: [], background: '#4c1d95', textColour: '#ffffff' },
      ]),
    );
    expect(unreadable(edition.html)).toEqual([]);
    const classes = (id: string) => new RegExp(`class="b-${id}([^"]*)"`).exec(edition.html)?.[1] ?? '';
    expect(classes('e')).toContain('sc-g4c1d95');
    expect(classes('d')).toBe('');
    for (const [id, light] of [
      ['a', 'fef3c7'],
      ['b', 'dbeafe'],
    ]) {
      expect(classes(id!)).toMatch(/ sc-g[0-9a-f]{6} /);
      expect(classes(id!)).not.toContain(light);
    }
    // Each class that is used has its rule, and each rule is used.
    const used = new Set(
      [...edition.html.matchAll(/(?<=[ "])(sc-[gtdbw][0-9a-f]{6,12})(?=[ "])/g)].map(([, name]) => name),
    );
    const ruled = new Set([...edition.html.matchAll(/\.(sc-[gtdbw][0-9a-f]{6,12})/g)].map(([, name]) => name));
    expect(ruled).toEqual(used);
  });

  it.each(gallery.map(({ key }) => key))('of the gallery can be sent to whomever: %s', async (key) => {
    const content = contentFromGallery(key)!;
    const message = source([], { ...content, messageClass: 'marketing' }, { ...plainContext, brand });
    const edition = await buildEdition(message);
    const serious = edition.findings.filter(({ code }) => code !== 'placeholder_link');
    expect(serious).toEqual([]);
    expect(Buffer.byteLength(edition.html)).toBeLessThan(102 * 1024);
    expect(unreadable(edition.html)).toEqual([]);
    for (const which of exampleReaders) {
      const { html, text } = renderPreview(edition, { ...data, person: exampleReader(which) });
      expect(html).not.toMatch(/\{\{|\{%/);
      expect(text).not.toMatch(/\{\{|\{%/);
      expect(text.length).toBeGreaterThan(200);
    }
  });
});

/** Texts, words and buttons whose dark colour can hardly be read on the dark ground around them, as they are named by their classes. */
function unreadable(html: string): string[] {
  const found: string[] = [];
  let seen = 0;
  const walk = (nodes: ReturnType<typeof parseDocument>['children'], outer: string): void => {
    for (const node of nodes) {
      if (!DomUtils.isTag(node)) continue;
      const named = (kind: string) =>
        new RegExp(`(?:^| )sc-${kind}([0-9a-f]{6})([0-9a-f]{6})?(?: |$)`).exec(node.attribs.class ?? '');
      const ground = named('g')?.[1] ?? outer;
      const [text, button] = [named('[tw]')?.[1], named('b')];
      const pairs = [...(text ? [[text, ground]] : []), ...(button ? [[button[2]!, button[1]!]] : [])] as [
        string,
        string,
      ][];
      seen += pairs.length;
      for (const [one, other] of pairs) if (contrast(`#${one}`, `#${other}`) < 4.5) found.push(`${one} on ${other}`);
      walk(node.children, ground);
    }
  };
  walk(parseDocument(html).children, '');
  expect(seen).toBeGreaterThan(3);
  return found;
}

/** How many tables are left open, those for Outlook counted too. */
function openTables(html: string): number {
  return (html.match(/<table\b/g) ?? []).length - (html.match(/<\/table>/g) ?? []).length;
}
