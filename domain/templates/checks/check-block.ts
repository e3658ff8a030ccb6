import type { Finding } from '../../content/finding.ts';
import { checkLink } from '../../content/link-checks.ts';
import { checkMergeFields } from '../../content/merge-checks.ts';
import { checkWording } from '../../content/wording-checks.ts';
import type { Block } from '../block.ts';
import { blockName } from '../block-names.ts';
import { heavyImageBytes } from '../image-file.ts';
import { imagesIn } from '../references.ts';
import type { RichText } from '../rich-text.ts';
import { plainText } from '../plain-text.ts';
import type { BlockCheckContext } from './check-blocks.ts';
import { linksOf, richTextsOf, templatesOf } from './parts.ts';

/** What is wrong with one block by itself; each finding says how to mend it. */
export function checkBlock(block: Block, context: BlockCheckContext): Finding[] {
  const name = blockName(block);
  const found = [
    ...checkContentOf(block, context),
    ...imagesIn(block).flatMap((image) => checkImage(image, context)),
    ...linksOf(block).flatMap((link) => linkFindings(link)),
    ...richTextsOf(block).flatMap((text) => checkFields(text, context)),
    ...templatesOf(block).flatMap((template) => checkMergeFields(template, 'html', context.fields)),
    ...checkWording(richTextsOf(block).map(plainText).join('\n'), 'html'),
  ];
  const unique = new Map(found.map((finding) => [finding.code + finding.message, finding]));
  return [...unique.values()].map((finding) => ({
    ...finding,
    message: `${name}: ${finding.message}`,
    blockId: block.id,
  }));
}

function finding(severity: Finding['severity'], code: string, message: string): Finding {
  return { severity, code, message, where: 'html' };
}

function checkContentOf(block: Block, context: BlockCheckContext): Finding[] {
  const empty = (mend: string) => [finding('warning', 'empty_block', `nothing is in it. ${mend}`)];
  switch (block.kind) {
    case 'text':
    case 'heading':
      return plainText(block.text).trim() === '' ? empty('Write something, or remove it.') : [];
    case 'image':
      if (block.image === null || block.image.url === '') return empty('Choose an image, or remove it.');
      return block.alt.trim() === '' && !block.decorative ? [missingAlt()] : [];
    case 'hero':
      return block.image !== null && block.image.url !== '' && block.alt.trim() === '' ? [missingAlt()] : [];
    case 'button':
      return block.label.trim() === ''
        ? [finding('blocking', 'empty_button', 'the button says nothing: write what happens when one clicks it.')]
        : [];
    case 'html':
      return [...(block.html.trim() === '' ? empty('Write something, or remove it.') : []), ...checkHtml(block.html)];
    case 'social':
      return block.links.length + context.brand.socialLinks.length === 0
        ? empty('Add links here or to the brand kit, or remove it.')
        : [];
    case 'card': {
      if (block.item.kind === 'recommended') return [];
      if (block.item.contentItemId === null) return empty('Choose what it shows, or remove it.');
      return context.items[block.item.contentItemId]
        ? []
        : [finding('blocking', 'no_item', 'what it shows is archived or gone: choose something else.')];
    }
    case 'columns':
      return block.columns.every(({ blocks }) => blocks.length === 0)
        ? empty('Put blocks into its columns, or remove it.')
        : [];
    case 'condition':
      if (block.rule === null) return [finding('blocking', 'no_rule', 'nobody said who sees it: choose a rule.')];
      return block.blocks.length + block.otherwise.length === 0 ? empty('Put blocks into it, or remove it.') : [];
    default:
      return [];
  }
}

function missingAlt(): Finding {
  return finding(
    'warning',
    'missing_alt',
    'whoever does not see the image does not know what it shows: describe it in a few words.',
  );
}

/** Nothing of it would arrive: better said than found out by readers. */
function checkHtml(html: string): Finding[] {
  if (!/<(?:script|iframe|object|embed|form|input|style|link)\b/i.test(html)) return [];
  return [
    finding(
      'warning',
      'taken_out',
      'scripts, frames, forms and style sheets are taken out of it, since mail may not hold them.',
    ),
  ];
}

function checkImage(image: { url: string; imageId: string | null }, { imageBytes }: BlockCheckContext): Finding[] {
  const bytes = image.imageId === null ? 0 : (imageBytes[image.imageId] ?? 0);
  const kilobytes = (count: number) => `${Math.round(count / 1024)} kB`;
  return [
    ...(/^https:\/\//i.test(image.url) || image.imageId !== null
      ? []
      : [
          finding(
            'warning',
            'insecure_image',
            'the address of the image does not begin with https://, so many inboxes do not load it.',
          ),
        ]),
    ...(bytes > heavyImageBytes
      ? [
          finding(
            'warning',
            'heavy_image',
            `the image has ${kilobytes(bytes)}: under ${kilobytes(heavyImageBytes)} it opens fast on a phone.`,
          ),
        ]
      : []),
  ];
}

function linkFindings(link: string): Finding[] {
  const wrong = checkLink(link.trim());
  if (wrong)
    return [
      {
        ...wrong,
        message: wrong.code === 'empty_link' ? 'the link has no address: say where it leads.' : wrong.message,
      },
    ];
  return /^http:\/\//i.test(link.trim())
    ? [finding('warning', 'insecure_link', `the link ${link} is not encrypted: begin it with https://.`)]
    : [];
}

function checkFields(text: RichText, { fields }: BlockCheckContext): Finding[] {
  const known = new Map(fields.map((field) => [field.path, field]));
  return text
    .flatMap(({ runs }) => runs)
    .flatMap((run) => {
      if (run.kind !== 'field') return [];
      const field = known.get(run.path);
      if (!field) return [finding('blocking', 'unknown_merge_field', `there is no merge field “${run.path}”.`)];
      return field.mayBeEmpty && run.fallback === ''
        ? [finding('warning', 'no_fallback', `“${field.label}” is empty for some people: say what to show instead.`)]
        : [];
    });
}
