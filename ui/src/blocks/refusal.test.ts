import { expect, it } from 'vitest';
import { TemplateContent } from '../../../domain/templates/template.ts';
import { Problem, unreachable } from '../lib/problem.ts';
import { refusalWords } from './refusal.ts';

const words = (text: string) => [{ runs: [{ kind: 'words', text }] }];
const content = TemplateContent.parse({
  blocks: [
    {
      kind: 'columns',
      id: 'c',
      columns: [
        { id: 'l', percent: 50, blocks: [] },
        { id: 'r', percent: 50, blocks: [{ kind: 'text', id: 't', text: words('Hello there') }] },
      ],
    },
    { kind: 'button', id: 'b', label: 'Go', link: '' },
  ],
});
const refused = (path: string, code: string, message: string) =>
  new Problem(400, 'invalid', 'Some of what was sent is not right. Each field says why.', [{ path, code, message }]);

it.each([
  [
    'content.blocks.0.columns.1.blocks.0.text.0.runs.0.text',
    'too_big',
    'Too big',
    /^Text “Hello there”: there is more in it than .*shorten it/,
  ],
  [
    'content.blocks.1.label',
    'half_character',
    'holds half of a character',
    /^Button “Go”: holds half of a character\.$/,
  ],
  ['content.subject', 'custom', 'must be a single line', /^Subject: must be a single line\.$/],
  ['content.blocks', 'custom', 'the blocks may have 500000 characters', /^Message: the blocks may have/],
  ['content.blocks.9.text', 'custom', 'is odd', /^Message: is odd\.$/],
])('names the block or the part that was refused: %s', (path, code, message, expected) => {
  expect(refusalWords(refused(path, code, message), content)).toMatch(expected);
});

it('says everything else as everywhere', () => {
  expect(refusalWords(unreachable(), content)).toBe(unreachable().message);
  expect(refusalWords(refused('name', 'too_small', 'is empty'), content)).toContain('Some of what was sent');
});
