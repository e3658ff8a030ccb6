import { describe, expect, it } from 'vitest';
import { plainContext } from '../../content/block-context.ts';
import { itemFields } from '../../content/recommended-block.ts';
import { mergeFields } from '../../content/merge-data.ts';
import { Blocks } from '../block.ts';
import { Look } from '../look.ts';
import { checkBlocks } from './check-blocks.ts';

const imageId = '0198c0de-0000-7000-8000-000000000000';
const context = {
  ...plainContext,
  fields: [...mergeFields([]), ...itemFields],
  tenant: { postalAddress: '1 Main Street' },
  imageBytes: { [imageId]: 900 * 1024 },
};
const words = (text: string, more: object = {}) => [{ runs: [{ kind: 'words', text, ...more }] }];
const fine = { kind: 'text', id: 'fine', text: words('Hello') };
const footer = { kind: 'footer', id: 'end', text: [] };
const image = { url: 'https://x.test/i.png' };

function check(blocks: unknown[], look: Partial<Look> = {}, messageClass: 'marketing' | 'transactional' = 'marketing') {
  return checkBlocks({ blocks: Blocks.parse(blocks), look: Look.parse(look), messageClass }, context);
}

describe('the checks of blocks', () => {
  it('find nothing where nothing is wrong', () => {
    expect(check([fine, footer])).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an empty text', { kind: 'text', text: words(' ') }, 'warning empty_block'],
    ['an image that is missing', { kind: 'image' }, 'warning empty_block'],
    ['an image without a description', { kind: 'image', image }, 'warning missing_alt'],
    [
      'an image without encryption',
      { kind: 'image', alt: 'x', image: { url: 'http://x.test/i' } },
      'warning insecure_image',
    ],
    ['a heavy image', { kind: 'image', alt: 'x', image: { ...image, imageId } }, 'warning heavy_image'],
    ['a button that says nothing', { kind: 'button', label: ' ', link: 'https://x.test' }, 'blocking empty_button'],
    ['a button that leads nowhere', { kind: 'button', label: 'Go', link: '' }, 'blocking empty_link'],
    ['a link that is no address', { kind: 'text', text: words('x', { link: 'javascript:x' }) }, 'blocking broken_link'],
    [
      'a link without encryption',
      { kind: 'text', text: words('x', { link: 'http://x.test' }) },
      'warning insecure_link',
    ],
    [
      'a field without a fallback',
      { kind: 'button', label: '{{ person.city }}', link: 'https://x.test' },
      'warning no_fallback',
    ],
    [
      'a field that there is not',
      { kind: 'text', text: [{ runs: [{ kind: 'field', path: 'person.cty' }] }] },
      'blocking unknown_merge_field',
    ],
    ['a card of nothing', { kind: 'card', item: { kind: 'chosen', contentItemId: null } }, 'warning empty_block'],
    [
      'a card of something gone',
      { kind: 'card', item: { kind: 'chosen', contentItemId: imageId } },
      'blocking no_item',
    ],
    ['a condition without a rule', { kind: 'condition', blocks: [] }, 'blocking no_rule'],
    ['HTML that runs', { kind: 'html', html: '<script>x</script>' }, 'warning taken_out'],
    ['words of advertising', { kind: 'text', text: words('Act now, 100% free!') }, 'warning spam_words'],
    ['shouting', { kind: 'text', text: words('EVERYTHING MUST GO') }, 'warning capitals'],
    ['pale text', { kind: 'text', text: words('x', { colour: '#bbbbbb' }) }, 'warning low_contrast'],
    [
      'a pale button',
      { kind: 'button', label: 'x', link: 'https://x.test', colour: '#ffee88' },
      'warning low_contrast',
    ],
  ])('name the block and how to mend it: %s', (_, block, expected) => {
    const found = check([fine, { id: 'b', ...block }, footer]);
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([expected]);
    expect(found[0]).toMatchObject({ blockId: 'b' });
    expect(found[0]!.message).toMatch(/[.:].*[.]$/s);
  });

  it('want a way out that everybody sees, and a postal address, of marketing alone', () => {
    const codes = (blocks: unknown[]) => check(blocks).map(({ code }) => code);
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isKnown' } };
    expect(codes([fine])).toEqual(['no_unsubscribe']);
    expect(codes([fine, { ...footer, shownOn: 'phone' }])).toEqual(['no_unsubscribe']);
    expect(codes([fine, { kind: 'condition', id: 'c', rule, blocks: [footer] }])).toEqual(['no_unsubscribe']);
    expect(check([fine], {}, 'transactional')).toEqual([]);
    expect(check([], {}, 'transactional')).toMatchObject([{ severity: 'blocking', code: 'empty_body' }]);
  });
});
