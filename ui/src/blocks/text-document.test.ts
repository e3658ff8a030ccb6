import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RichText } from '../../../domain/templates/rich-text.ts';
import { documentOf, textOf } from './text-document.ts';
import { textSchema } from './text-schema.ts';

const paragraph = (text: string) => RichText.parse([{ runs: [{ kind: 'words', text }] }]);

it('gives back what is written, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      expect(textOf(documentOf(paragraph(text)))).toEqual(paragraph(text));
    }),
  );
});

it.each([
  ['a word without end', 'W'.repeat(50_001)],
  ['emoji without end', '😀'.repeat(20_001)],
  ['an emoji where a run ends', `${'a'.repeat(19_999)}😀${'b'.repeat(20_000)}`],
])('can be saved, however much is pasted one after the other: %s', (_, text) => {
  const { doc, paragraph: line } = textSchema.nodes;
  const saved = RichText.parse(textOf(doc.create(null, line.create(null, textSchema.text(text)))));
  const runs = saved[0]!.runs.flatMap((run) => (run.kind === 'words' ? [run.text] : []));
  expect(runs.join('')).toBe(text);
  expect(runs.some((run) => /\p{Surrogate}/u.test(run))).toBe(false);
});
