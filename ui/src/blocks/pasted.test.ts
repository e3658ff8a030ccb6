import { Slice, Fragment } from 'prosemirror-model';
import { expect, it } from 'vitest';
import { fitting, withoutOffice } from './pasted.ts';
import { textSchema } from './text-schema.ts';

const entry = (sign: string, text: string) =>
  `<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

it('takes entries of lists from office programs for what they are, and leaves their notes out', () => {
  const html = `<!--[if gte mso 9]><xml>x</xml><![endif]--><p class=MsoNormal>Dear all,<o:p></o:p></p>${entry('·', 'One')}${entry('1.', 'Two').replaceAll(/<!(\[[^\]]*\])>/g, '<!--$1-->')}`;
  const plain = withoutOffice(html).replace(/ class=\w+| style='[^']*'/g, '');
  expect(plain).toBe('<p>Dear all,</p><p data-kind="bullet">One</p><p data-kind="number">Two</p>');
});

it('puts in as much as a text can hold, and says so where that is not all', () => {
  const paragraph = (text: string) => textSchema.nodes.paragraph.create(null, textSchema.text(text));
  const slice = (paragraphs: number, length: number) =>
    new Slice(Fragment.from(Array.from({ length: paragraphs }, () => paragraph('x'.repeat(length)))), 1, 1);
  expect(fitting(slice(3, 10))).toMatchObject({ isWhole: true });
  for (const large of [slice(1, 1_000_000), slice(5000, 2), slice(5000, 2000)]) {
    const { slice: kept, isWhole } = fitting(large);
    expect(isWhole).toBe(false);
    expect(kept.content.size).toBeLessThanOrEqual(20_001);
    expect(kept.content.childCount).toBeLessThanOrEqual(300);
  }
});
