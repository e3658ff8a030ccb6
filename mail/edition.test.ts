import { describe, expect, it } from 'vitest';
import { MessageContent } from '../domain/content/content.ts';
import { hasBlocking } from '../domain/content/finding.ts';
import { samplePerson } from '../domain/content/merge-data.ts';
import { placed } from '../domain/content/recommended-block.ts';
import type { EditionSource } from './edition.ts';
import { buildEdition } from './edition.ts';
import { withUtm } from './edition-links.ts';
import { renderPreview } from './preview.ts';

const duties =
  '<a href="{{ unsubscribeUrl }}">Unsubscribe</a> <a href="{{ preferencesUrl }}">Choose</a> {{ tenant.postalAddress }}';
const utm = 'utm_source=salescompass&utm_medium=email&utm_campaign=spring-sale&utm_id=c1';

function source(content: Partial<MessageContent>, rest: Partial<EditionSource> = {}): EditionSource {
  return {
    content: MessageContent.parse({ subject: 'Spring', preheader: 'It is here', format: 'html', body: '', ...content }),
    tenant: { name: 'Works', postalAddress: '1 Main Street' },
    campaign: { name: 'Spring Sale!', utmId: 'c1' },
    attributes: [{ key: 'plan', label: 'Plan' }],
    ...rest,
  };
}

const mjml = (inner: string) =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>${inner}</mj-text></mj-column></mj-section></mj-body></mjml>`;

describe('an edition', () => {
  it('has its links replaced by their index, tagged and labelled, in HTML and text alike', async () => {
    const body = `<p><a href="https://shop.test/a?x=1&amp;y=2#top">The <b>shop</b></a> <a href="https://shop.test/b?utm_source=own"><img src="x.png" alt="Big button"></a>
      <a href="mailto:us@shop.test">Write</a> <a href="tel:123">Call</a> <a href="#down">Down</a> <a href="{{ person.attributes.plan | default: 'https://shop.test/p' }}">Plan</a></p>${duties}`;
    const edition = await buildEdition(source({ body }));
    expect(edition.findings).toEqual([]);
    expect(edition.links).toEqual([
      { url: `https://shop.test/a?x=1&y=2&${utm}#top`, label: 'The shop' },
      { url: `https://shop.test/b?utm_source=own&${utm.slice(utm.indexOf('utm_medium'))}`, label: 'Big button' },
      { url: `{{ person.attributes.plan | default: 'https://shop.test/p' }}`, label: 'Plan' },
      { url: `https://shop.test/a?x=1&y=2&${utm}#top`, label: '', honeypot: true },
    ]);
    for (const index of [0, 1, 2]) {
      expect(edition.html).toContain(`href="{{ links[${index}] }}"`);
      expect(edition.text).toContain(`{{ links[${index}] }}`);
    }
    for (const kept of ['mailto:us@shop.test', 'tel:123', '#down', '{{ unsubscribeUrl }}', '{{ preferencesUrl }}']) {
      expect(edition.html).toContain(`href="${kept}"`);
    }
    expect(edition.text).not.toContain('links[3]');
  });

  it('carries the pixel, the hidden link and the preheader, once each', async () => {
    const edition = await buildEdition(
      source({
        body: `<a href="https://shop.test">x</a>${duties}`,
        preheader: 'For {{ person.firstName | default: "you" }} & all',
      }),
    );
    expect(edition.html.match(/\{\{ openUrl \}\}/g)).toHaveLength(1);
    expect(edition.html).toMatch(/<a href="\{\{ links\[1\] \}\}" style="display:none[^>]*aria-hidden="true"><\/a>/);
    expect(edition.html).toMatch(
      /<body[^>]*><div style="display:none[^>]*>For \{\{ person.firstName \| default: "you" \}\} &amp; all/,
    );
    expect(edition.text).not.toContain('For {{');
  });

  it.each([
    ['mjml', mjml(`{% recommended_content %}${duties}`)],
    ['mjml', mjml(duties).replace('<mj-text>', '{% recommended_content %}<mj-text>')],
    ['mjml', mjml(duties).replace('<mj-section>', '{% recommended_content %}<mj-section>')],
    ['html', `<div>{% recommended_content %}</div>${duties}`],
  ] as const)(
    'has places for what is recommended, whose links are counted, wherever the tag stands (%s)',
    async (format, body) => {
      const edition = await buildEdition(source({ body, format }));
      expect(edition.findings).toEqual([]);
      expect(edition.links.slice(0, 3).map(({ url }) => url)).toEqual([
        '{{ content.first.url }}',
        '{{ content.second.url }}',
        '{{ content.third.url }}',
      ]);
      const item = { title: 'Pumps & care', description: '', url: 'https://works.test/pumps', imageUrl: null };
      const content = placed([{ ...item, reason: 'Popular now' }]);
      const data = { person: { ...samplePerson, attributes: {} }, tenant: source({}).tenant, campaign: { name: 'x' } };
      const shown = renderPreview(edition, { ...data, content });
      expect(shown.html).toContain('Pumps &amp; care');
      expect(shown.html).toContain('href="https://works.test/pumps"');
      expect(shown.text).toContain('Pumps & care');
      expect(shown.html.match(/Popular now/g)).toHaveLength(1);
      expect(renderPreview(edition, { ...data, content: {} }).html).not.toContain('Popular now');
    },
  );

  it('of the transactional class is not tracked', async () => {
    const edition = await buildEdition(
      source({ body: '<a href="https://shop.test/receipt">Receipt</a>', messageClass: 'transactional' }),
    );
    expect(edition.links).toEqual([]);
    expect(edition.html).toContain('href="https://shop.test/receipt"');
    expect(edition.html).not.toContain('openUrl');
  });

  it('keeps Liquid through MJML, in text, attributes, styles and between sections', async () => {
    const edition = await buildEdition(
      source({
        format: 'mjml',
        body: `<mjml><mj-body>{% if person.company %}<mj-section background-color="{{ person.attributes.plan | default: "#fff" }}"><mj-column>
          {% if person.city == "a>b" %}<mj-text>Dear {{ person.firstName | default: "<reader>" }}</mj-text>{% else %}<mj-text>Hello</mj-text>{% endif %}
          </mj-column></mj-section>{% endif %}<mj-section><mj-column><mj-text>${duties}</mj-text></mj-column></mj-section></mjml>`.replace(
          '</mjml>',
          '</mj-body></mjml>',
        ),
      }),
    );
    expect(edition.findings).toEqual([]);
    for (const kept of [
      '{% if person.company %}',
      '{% if person.city == "a>b" %}',
      '{{ person.firstName | default: "<reader>" }}',
      '{% else %}',
    ]) {
      expect(edition.html).toContain(kept);
      expect(edition.text).toContain(kept);
    }
    expect(edition.html).toContain('background:{{ person.attributes.plan | default: "#fff" }}');
    expect(edition.html).not.toMatch(/<!--\s*\{%|mj-raw|lq\d/);
    expect(edition.html).not.toMatch(/fonts\.googleapis/);
  });

  it('inlines styles of plain HTML and keeps rows that Liquid repeats inside a table', async () => {
    const body = `<style>p { color: red } @media (max-width: 400px) { p { color: blue } }</style><p>x</p><table>{% for i in (1..2) %}<tr><td>{{ i }}</td></tr>{% endfor %}</table>${duties}`;
    const { html } = await buildEdition(source({ body }));
    expect(html).toContain('<p style="color: red;">');
    expect(html).toContain('@media');
    expect(html).toContain('<table>{% for i in (1..2) %}<tr><td>{{ i }}</td></tr>{% endfor %}</table>');
  });

  it('takes a text part as written and counts its links', async () => {
    const edition = await buildEdition(
      source({
        body: `<a href="https://shop.test/a">x</a>${duties}`,
        textBody: 'Look: https://shop.test/a. And (https://shop.test/c).\n{{ unsubscribeUrl }}',
      }),
    );
    expect(edition.text).toBe('Look: {{ links[0] }}. And ({{ links[1] }}).\n{{ unsubscribeUrl }}\n');
    expect(edition.links[1]!.url).toBe(`https://shop.test/c?${utm}`);
  });
});

describe('findings of the build', () => {
  it.each<[string, Partial<MessageContent>, string]>([
    [
      'MJML that is not valid',
      { format: 'mjml', body: mjml(`${duties}`).replace('<mj-text>', '<mj-nothing/><mj-text>') },
      'mjml',
    ],
    ['Liquid that cannot be parsed', { body: `{% if person.city %}x${duties}` }, 'liquid'],
    ['a filter that is not there', { body: `{{ person.city | shout | default: "x" }}${duties}` }, 'liquid'],
    ['output past the escaping', { body: `{{ person.city | default: "x" | raw }}${duties}` }, 'liquid'],
    ['a loop without end', { body: `{% for i in (1..100000000) %}{{ i }}{% endfor %}${duties}` }, 'liquid'],
    ['a size that inboxes cut off', { body: `${'word '.repeat(24_000)}${duties}` }, 'large'],
  ])('name %s', async (_, content, code) => {
    const { findings } = await buildEdition(source(content));
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(hasBlocking(findings)).toBe(code !== 'large');
  });

  it('come with no edition where a file was to be read', async () => {
    const edition = await buildEdition(source({ format: 'mjml', body: mjml('<mj-include path="/etc/hostname" />') }));
    expect(edition.html).toBe('');
    expect(hasBlocking(edition.findings)).toBe(true);
  });
});

describe('parameters for web analytics', () => {
  const parameters = { utm_source: 's', utm_id: 'a b' };
  it.each([
    ['https://a.test', 'https://a.test?utm_source=s&utm_id=a%20b'],
    ['https://a.test/?', 'https://a.test/?utm_source=s&utm_id=a%20b'],
    ['https://a.test/?x=1#y?z', 'https://a.test/?x=1&utm_source=s&utm_id=a%20b#y?z'],
    ['https://a.test/?UTM_Source=mine', 'https://a.test/?UTM_Source=mine&utm_id=a%20b'],
    ['mailto:a@a.test', 'mailto:a@a.test'],
  ])('%s', (url, expected) => {
    expect(withUtm(url, parameters)).toBe(expected);
  });
});
