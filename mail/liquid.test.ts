import { describe, expect, it } from 'vitest';
import { samplePerson } from '../domain/content/merge-data.ts';
import { liquidEngine, mostCharacters, runLiquid } from './liquid.ts';

const scope = {
  person: { ...samplePerson, attributes: { plan: 'gold' } },
  tenant: { name: 'Works', postalAddress: '1 Main Street' },
  conditions: { a: true },
};
const doubling = `{% assign x = "0123456789" %}${'{% assign x = x | append: x %}'.repeat(40)}{{ x }}`;
const deep = (levels: number) => `${'{% if true %}'.repeat(levels)}x${'{% endif %}'.repeat(levels)}`;

/** Templates of somebody who wants to do harm, or who slipped badly. */
const hostile: [string, string][] = [
  ['a loop over a huge range', '{% for i in (1..999999999) %}x{% endfor %}'],
  ['loops in loops', `${'{% for i in (1..1000) %}'.repeat(6)}x${'{% endfor %}'.repeat(6)}`],
  ['a loop without output', `${'{% for i in (1..3000) %}'.repeat(3)}${'{% endfor %}'.repeat(3)}`],
  ['text that doubles', doubling],
  [
    'a capture in a loop',
    '{% for i in (1..100000) %}{% capture x %}{{ x }}{{ x }}x{% endcapture %}{% endfor %}{{ x }}',
  ],
  ['deep blocks', deep(20_000)],
  [
    'a replacement that grows',
    '{% assign a = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" %}{% for i in (1..12) %}{% assign a = a | replace: "a", "aaaaaaaa" %}{% endfor %}{{ a }}',
  ],
  ['a date with a huge width', '{{ "now" | date: "%999999999Y" }}'],
  ['a date with many widths', `{{ "now" | date: "${'%9999999d'.repeat(50)}" }}`],
  [
    'splitting and joining',
    `{% assign a = "x,x,x,x,x,x,x,x" | split: "," %}${'{% assign a = a | concat: a %}'.repeat(30)}{{ a | join: "x" }}`,
  ],
  ['a number without end', `{{ 9 ${'| times: 999999999999 '.repeat(200)}}}`],
  [
    'a pattern that backtracks',
    `{{ "${'a'.repeat(5000)}!" | strip_html | truncatewords: 3 | url_encode | newline_to_br }}`,
  ],
  ['many opening brackets', '<'.repeat(200_000)],
  ['html that never closes', `{{ "${'<'.repeat(50_000)}" | strip_html }}`],
];

describe('the Liquid of messages', () => {
  it.each(hostile)('is bounded in time, memory and length: %s', (_, template) => {
    const before = process.memoryUsage().rss;
    const began = process.cpuUsage();
    let length = 0;
    try {
      length = runLiquid(liquidEngine({ html: true, strict: false }), template, scope).length;
    } catch (error) {
      expect((error as Error).message).toBeTruthy();
    }
    const { user } = process.cpuUsage(began);
    expect(length).toBeLessThanOrEqual(mostCharacters);
    expect(user / 1e6).toBeLessThan(10);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(600);
  });

  it.each([
    '{{ person.constructor }}',
    '{{ person.__proto__ }}',
    '{{ person["constructor"]["constructor"] }}',
    '{{ person.toString }}{{ person.hasOwnProperty }}',
    '{{ "x".constructor }}{{ "x".length.constructor }}',
    '{{ conditions.__proto__.x }}{{ globalThis }}{{ process }}{{ this }}{{ self }}',
    '{% assign p = person | map: "constructor" %}{{ p }}',
    '{% assign p = "a" | split: "" | map: "__proto__" | first %}{{ p }}',
    '{{ person | where: "constructor" }}',
  ])('shows nothing of what lies below the data: %s', (template) => {
    let shown = '';
    try {
      shown = runLiquid(liquidEngine({ html: false, strict: false }), template, scope);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/native code|node:/);
    }
    expect(shown).not.toMatch(/function|native code|prototype|\/work|node_modules|Map\(/);
  });

  it.each([
    'include',
    'render',
    'layout',
    'block',
    'echo',
    'liquid',
    'raw',
    'increment',
    'decrement',
    'cycle',
    'tablerow',
  ])('has no tag %s, which would read files or keep something from one message to the next', (name) => {
    expect(() => runLiquid(liquidEngine({ html: true, strict: false }), `{% ${name} "x" %}`, scope)).toThrow();
  });

  it('keeps nothing from one rendering to the next, and of one tenant nothing for another', () => {
    const engine = liquidEngine({ html: false, strict: false });
    runLiquid(
      engine,
      '{% assign person = "mine" %}{% assign leak = tenant.name %}{% capture more %}x{% endcapture %}',
      scope,
    );
    const other = { ...scope, tenant: { name: 'Other', postalAddress: '' } };
    expect(runLiquid(engine, '{{ leak }}|{{ more }}|{{ person.firstName }}|{{ tenant.name }}', other)).toBe(
      '||Ada|Other',
    );
    expect(scope.person.firstName).toBe('Ada');
  });
});
