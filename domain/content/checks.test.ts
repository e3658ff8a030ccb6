import { describe, expect, it } from 'vitest';
import { checkContent } from './checks.ts';
import { MessageContent } from './content.ts';
import { linkTarget } from './link-target.ts';
import { mergeFields } from './merge-data.ts';

const context = {
  fields: mergeFields([{ key: 'plan', label: 'Plan' }]),
  tenant: { postalAddress: '1 Main Street, Springfield' },
};
const duties = '<a href="{{ unsubscribeUrl }}">Unsubscribe</a> {{ tenant.postalAddress }}';

function codes(content: Partial<MessageContent> & { body?: string }): string[] {
  const message = MessageContent.parse({
    subject: 'News',
    preheader: 'What is new',
    format: 'html',
    body: `<p>Hello</p>${duties}`,
    ...content,
  });
  return checkContent(message, context).map(({ severity, code }) => `${severity} ${code}`);
}

describe('a message', () => {
  it('without faults has no findings', () => {
    expect(codes({})).toEqual([]);
  });

  it.each<[string, Partial<MessageContent>, string]>([
    ['no subject', { subject: ' ' }, 'blocking empty_subject'],
    ['a long subject', { subject: 'x'.repeat(71) }, 'warning long_subject'],
    ['no preheader', { preheader: '' }, 'warning no_preheader'],
    ['a long preheader', { preheader: 'x'.repeat(141) }, 'warning long_preheader'],
    ['no body', { body: '<style>p{}</style><p> </p>', messageClass: 'transactional' }, 'blocking empty_body'],
    ['an unknown field', { body: `{{ person.fristName }}${duties}` }, 'blocking unknown_merge_field'],
    [
      'an unknown attribute',
      { body: `{{ person.attributes.rank | default: "x" }}${duties}` },
      'blocking unknown_merge_field',
    ],
    [
      'an unknown field in a condition',
      { body: `{% if person.vip and person.firstName %}x{% endif %}${duties}` },
      'blocking unknown_merge_field',
    ],
    ['a field without fallback', { body: `{{ person.attributes.plan }}${duties}` }, 'warning no_fallback'],
    ['a field without fallback in the subject', { subject: 'Hi {{ person.firstName }}' }, 'warning no_fallback'],
    ['an open brace', { body: `{{ person.firstName ${duties}` }, 'blocking liquid_syntax'],
    ['a tag that reads files', { body: `{% include "x" %}${duties}` }, 'blocking unknown_tag'],
    ['an overwritten field', { body: `{% assign person = "x" %}${duties}` }, 'blocking reserved_name'],
    ['no unsubscribe link', { body: 'Hello {{ tenant.postalAddress }}' }, 'blocking no_unsubscribe'],
    ['no postal address', { body: '<a href="{{ unsubscribeUrl }}">x</a>' }, 'blocking no_postal_address'],
    [
      'a postal address in a comment',
      { body: '<a href="{{ unsubscribeUrl }}">x</a><!-- {{ tenant.postalAddress }} -->' },
      'blocking no_postal_address',
    ],
    [
      'a way out in a comment',
      { body: '{{ tenant.postalAddress }}<!-- <a href="{{ unsubscribeUrl }}">x</a>' },
      'blocking no_unsubscribe',
    ],
    ...[
      '<p style="color:red; DISPLAY : none !important"><b>{{ tenant.postalAddress }}</b></p>',
      "<div style='visibility:hidden'><div>x</div>1 Main Street, Springfield</div>",
      '<table hidden><tr><td><img src="x>.png" alt="" style="display:none">{{ tenant.postalAddress }}</td></tr></table>',
      '<style>/* 1 Main Street, Springfield */</style>',
      '<mj-head><mj-preview>{{ tenant.postalAddress }}</mj-preview></mj-head>',
      '<p hidden>{% if person.city %}<b>x</b>{% else %}<b>y</b><br>{% endif %}{{ tenant.postalAddress }}</p>',
      '<p style="{% if person.city %}color: red;{% endif %} display: none">{{ tenant.postalAddress }}</p>',
      '{% if person.city %}<div hidden><p>{{ tenant.postalAddress }}</div>{% endif %}',
      '<style>p > b { } </b> <i> /* 1 Main Street, Springfield */</style>',
    ].map((hidden): [string, Partial<MessageContent>, string] => [
      `a postal address that nobody sees: ${hidden}`,
      { body: `<a href="{{ unsubscribeUrl }}">x</a>${hidden}<p>Hello</p>` },
      'blocking no_postal_address',
    ]),
    [
      'a way out that nobody sees',
      { body: '{{ tenant.postalAddress }}<p hidden><a href="{{ unsubscribeUrl }}">x</a></p>' },
      'blocking no_unsubscribe',
    ],
    ['a text part without a way out', { textBody: 'Hello' }, 'blocking no_unsubscribe'],
    ['an image without alt', { body: `<img src="x.png">${duties}` }, 'warning missing_alt'],
    ['a script', { body: `<script>x</script>${duties}` }, 'blocking active_content'],
    ['an included file', { body: `<mj-include path="/etc/passwd" />${duties}` }, 'blocking include'],
    ['no blocks', { format: 'blocks', blocks: [] }, 'blocking empty_body'],
    ['an empty link', { body: `<a href="">x</a>${duties}` }, 'blocking empty_link'],
    ['a link to nowhere', { body: `<a class="x" href='#'>x</a>${duties}` }, 'blocking empty_link'],
    ['a script link', { body: `<a href="javascript:alert(1)">x</a>${duties}` }, 'blocking broken_link'],
    ['a link without scheme', { body: `<a href="shop.test/a">x</a>${duties}` }, 'blocking broken_link'],
    ['a link with a space', { body: `<a href="https://shop.test/a b">x</a>${duties}` }, 'blocking broken_link'],
    ['a link to a bare host', { body: `<a href="http://intranet/">x</a>${duties}` }, 'blocking broken_link'],
    [
      'a link from the example',
      { body: `<a href="https://www.example.com/">x</a>${duties}` },
      'warning placeholder_link',
    ],
    [
      'a link with logic',
      { body: `<a href="https://shop.test/{{ person.city | upcase }}">x</a>${duties}` },
      'blocking complex_link',
    ],
  ])('with %s is found out', (_, content, expected) => {
    expect(codes(content)).toContain(expected);
  });

  it.each([
    `<a href="https://shop.test/{{ person.city | default: "x" }}?a=1&amp;b=2#top">x</a>`,
    `<a href="mailto:someone@shop.test">x</a><a href="tel:+49 30 123">x</a><a href="#top">x</a>`,
    `{% assign greeting = person.firstName | default: "you" %}{{ greeting | upcase }}`,
    `{% for i in (1..3) %}{{ i }} {{ forloop.index }}{% endfor %}`,
    `{% if person.attributes.plan == "gold" or person.city contains 'x' %}{{ person.company | default: "your team" }}{% endif %}`,
    `<img src="x.png" alt="">`,
    `<div style="display:none">{{ person.firstName | default: "x" }}<div>&zwnj;</div></div><p aria-hidden="true" style="overflow:hidden">x</p>`,
    `<td {% if person.attributes.plan == "hidden" %}class="x"{% endif %}><img src="x.png" alt="" style="display:none"><br hidden></td>`,
    `<p style="display:none">not closed, as it ends with the next <p>x</p> 5 < 6 <b title="`,
  ])('may say %s', (body) => {
    expect(codes({ body: body + duties })).toEqual([]);
  });

  it.each([
    '{% if person.city %}<div hidden>{% endif %}DUTIES{% if person.city %}</div>{% endif %}',
    '{% if person.city %}<style>{% else %}<p>{% endif %}DUTIES{% if person.city %}</style>{% endif %}',
    '<div {% if person.city %}hidden{% endif %}>DUTIES</div>',
    '<div style="color:red;{% if person.city == "x" %}display:none{% endif %}">DUTIES</div>',
    '<div hidden>x{% if person.city %}<div>{% endif %}</div>DUTIES</div>',
    '<div hidden>x{% if person.city %}</div>{% else %}y{% endif %}DUTIES</div>',
    '<div hidden>{% if person.city %}x{% else %}</div>DUTIES{% endif %}</div>',
    '<p hidden>x<p>DUTIES</p></p>',
    '<div hidden>x</td></tr><tr><td>DUTIES</td></tr></div>',
  ])('may show some of the duties where it cannot be known whether all see them: %s', (body) => {
    expect(codes({ body: body.replace('DUTIES', duties) })).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/no_unsubscribe|no_postal_address/)]),
    );
  });

  it('of an organisation without a postal address is not what is to be mended', () => {
    const message = MessageContent.parse({ subject: 'News', preheader: 'New', format: 'html', body: duties });
    const found = checkContent(message, { ...context, tenant: { postalAddress: ' ' } });
    expect(found).toMatchObject([{ severity: 'blocking', code: 'postal_address_empty' }]);
  });

  it('may show the postal address in its own words', () => {
    expect(codes({ body: '<a href="{{ unsubscribeUrl }}">x</a><p>1 Main Street,<br>Springfield</p>' })).toEqual([]);
  });

  it('of the transactional class owes neither', () => {
    expect(codes({ body: 'Your receipt', messageClass: 'transactional' })).toEqual([]);
  });
});

it('keeps line breaks out of what becomes headers', () => {
  expect(MessageContent.safeParse({ subject: 'a\r\nBcc: x@y.test', body: '' }).success).toBe(false);
});

describe('where a click leads', () => {
  const data = { person: { city: 'São Paulo & Co', page: 'https://me.test/x', bad: 'javascript:alert(1)' } };
  it.each([
    ['https://shop.test/?c={{ person.city | default: "x" }}', 'https://shop.test/?c=S%C3%A3o%20Paulo%20%26%20Co'],
    ['{{ person.page }}', 'https://me.test/x'],
    ['{{ person.bad }}', null],
    ['{{ person.none }}', null],
    ['{% if x %}https://shop.test{% endif %}', null],
    ['https://shop.test/plain', 'https://shop.test/plain'],
  ])('%s', (url, target) => {
    expect(linkTarget(url, data)).toBe(target);
  });
});
