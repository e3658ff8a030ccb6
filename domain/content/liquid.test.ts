import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldText, liquidPieces, simpleField } from './liquid.ts';

describe('pieces', () => {
  it('are the template again when they are joined', () => {
    const part = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '"',
      "'",
      '-',
      '}',
      '%',
      'x',
      ' person.firstName ',
      '|',
      'default: ',
      '\n',
      '<b>',
    );
    const joined = (parts: string[]) =>
      liquidPieces(parts.join(''))
        .map((piece) => piece.source)
        .join('');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => void expect(joined(parts)).toBe(parts.join(''))),
    );
  });

  it('know outputs, tags and text, and braces inside quotes', () => {
    expect(liquidPieces('a {{- x | default: "}}" -}} b {% if y %}')).toEqual([
      { kind: 'text', source: 'a ' },
      { kind: 'output', source: '{{- x | default: "}}" -}}', inner: 'x | default: "}}"' },
      { kind: 'text', source: ' b ' },
      { kind: 'tag', source: '{% if y %}', inner: 'if y', name: 'if' },
    ]);
  });

  it('are found in linear time whatever is not closed', () => {
    const started = performance.now();
    for (const text of ['{{"', '{{ "a" ', "{%'", '{{}', '{{ "a', '{']) liquidPieces(text.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('simple fields', () => {
  const data = { person: { firstName: 'Ada', lastName: '', n: 0, yes: false, none: null, deep: {} } };
  it.each([
    ['person.firstName', 'Ada'],
    ['person.firstName | default: "x"', 'Ada'],
    ['person.lastName | default: "x"', 'x'],
    ["person.none|default:'it is'", 'it is'],
    ['person.n | default: "x"', '0'],
    ['person.yes | default: "no"', 'no'],
    ['person.deep | default: "x"', 'x'],
    ['person.constructor', ''],
    ['nothing.at.all | default: "x"', 'x'],
  ])('%s gives %j', (inner, expected) => {
    expect(fieldText(simpleField(inner)!, data)).toBe(expected);
  });

  it('are no richer than they look', () => {
    for (const inner of ['person.firstName | upcase', 'a[0]', '"text"', 'a | default: b', 'a.', ''])
      expect(simpleField(inner)).toBeNull();
  });
});
