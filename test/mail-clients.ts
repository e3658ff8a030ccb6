import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DomUtils, parseDocument } from 'htmlparser2';

/** What Can I email tells of one feature: by family, platform and version of a mail program whether it shows it (`n` is no). */
interface Feature {
  slug: string;
  stats: Record<string, Record<string, Record<string, string>> | undefined>;
}

const path = createRequire(import.meta.url).resolve('caniemail/caniemail.json');
const features = new Map(
  (JSON.parse(readFileSync(path, 'utf8')) as { data: Feature[] }).data.map((feature) => [feature.slug, feature]),
);

/** The mail programs that most people read with, by family and platform; `outlook-com` is Outlook on the web and the new one for Windows. */
const clients = [
  ...['desktop-webmail', 'ios', 'android'].map((platform) => ['gmail', platform] as const),
  ...['windows', 'outlook-com'].map((platform) => ['outlook', platform] as const),
  ...['macos', 'ios'].map((platform) => ['apple-mail', platform] as const),
  ...['desktop-webmail', 'ios', 'android'].map((platform) => ['yahoo', platform] as const),
];

/** The features of a message that some of the big mail programs do not show, as of their latest version that is known, with these programs. */
export function unsupported(html: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const slug of featuresOf(html)) {
    const without = clients.filter(([family, platform]) => {
      const versions = Object.values(features.get(slug)!.stats[family]?.[platform] ?? {});
      return versions.at(-1)?.startsWith('n') ?? false;
    });
    if (without.length > 0)
      found.set(
        slug,
        without.map((names) => names.join(' ')),
      );
  }
  return found;
}

/** The features of HTML and CSS that a message uses and that something is known of. What only Outlook reads in comments is not looked at. */
export function featuresOf(html: string): Set<string> {
  const used = new Set<string>();
  const note = (...slugs: string[]) => slugs.forEach((slug) => features.has(slug) && used.add(slug));
  const document = parseDocument(html);
  for (const { name, attribs } of DomUtils.findAll(() => true, document.children)) {
    note(`html-${name}`, /^h[1-6]$/.test(name) ? 'html-h1-h6' : '', /^(?:ul|ol|dl)$/.test(name) ? 'html-lists' : '');
    for (const [attribute, value] of Object.entries(attribs)) {
      note(`html-${attribute}`, `html-${attribute}-attribute`, `html-${name}-${value}`, `html-${name}-${attribute}`);
      if (attribute === 'href')
        note(value.startsWith('mailto:') ? 'html-mailto-links' : '', /^#./.test(value) ? 'html-anchor-links' : '');
      if (name === 'meta' && attribute === 'name') note(`html-meta-${value}`);
    }
    note(...declared(attribs.style ?? ''));
  }
  for (const style of DomUtils.getElementsByTagName('style', document)) note(...ofSheet(DomUtils.textContent(style)));
  return used;
}

function ofSheet(sheet: string): string[] {
  const css = sheet.replace(/\/\*[\s\S]*?\*\//g, '');
  const rules = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)];
  return [
    ...[...css.matchAll(/@([\w-]+)([^{;]*)/g)].flatMap(([, name, of = '']) => [
      `css-at-${name}`,
      ...[...of.matchAll(/\(\s*([\w-]+)/g)].map(([, feature]) => `css-at-${name}-${feature}`),
    ]),
    ...rules.flatMap(([, selector = '', body = '']) => [...selected(selector.trim()), ...declared(body)]),
  ];
}

const combinators: [RegExp, string][] = [
  [/,/, 'grouping'],
  [/>/, 'child'],
  [/\+/, 'adjacent-sibling'],
  [/~/, 'general-sibling'],
  [/\*/, 'universal'],
  [/\[/, 'attribute'],
  [/#/, 'id'],
  [/\./, 'class'],
  [/\.[\w-]+\./, 'chaining'],
  [/(?:^|[\s>,])[a-z]/, 'type'],
  [/[\w\])] +[\w.#[]/, 'descendant'],
];

function selected(selector: string): string[] {
  return [
    ...combinators.flatMap(([sign, name]) => (sign.test(selector) ? [`css-selector-${name}`] : [])),
    ...[...selector.matchAll(/:(:?)([\w-]+)/g)].map(
      ([, isElement, name]) => `css-pseudo-${isElement ? 'element' : 'class'}-${name}`,
    ),
  ];
}

function declared(body: string): string[] {
  return body.split(';').flatMap((declaration) => {
    const [property = '', ...rest] = declaration.split(':').map((part) => part.trim().toLowerCase());
    const value = rest.join(':');
    const family = /^(margin|padding|border|background|list-style|outline)-/.exec(property)?.[1] ?? property;
    return [
      features.has(`css-${property}`) ? `css-${property}` : `css-${family}`,
      /^(?:left|right|top|bottom)$/.test(property) ? 'css-left-right-top-bottom' : '',
      `css-${property}-${value.replace(/\s*!important$/, '')}`,
      value.includes('!important') ? 'css-important' : '',
      ...[...value.matchAll(/([\w-]+)\(/g)].flatMap(([, name]) => [
        `css-${name}`,
        `css-function-${name}`,
        `css-unit-${name}`,
        name === 'var' ? 'css-variables' : '',
      ]),
      ...[...value.matchAll(/\d(%|[a-z]+)\b|\d(%)/g)].map(([, unit, percent]) =>
        (unit ?? percent) === '%' ? 'css-unit-percent' : `css-unit-${unit}`,
      ),
    ];
  });
}
