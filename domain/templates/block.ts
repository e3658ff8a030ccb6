import { z } from 'zod';
import { Id } from '../ids.ts';
import { Rule } from '../segments/rule.ts';
import { everyBlock, inColumns, mostBlocks } from './inside.ts';
import { Align, Colour, LinkTarget, RichText } from './rich-text.ts';

/** What all blocks of a message may come to as JSON: as much as a body of MJML may have. */
const mostCharacters = 500_000;

/** The name of a block inside its message, given by whoever made it; two of a message differ. */
export const BlockId = z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/);

/** What every block may have: room around it and a ground of its own; null is what the look of the message says. */
const surroundings = {
  id: BlockId,
  /** Pixels above and below, and to the left and right. */
  padding: z
    .strictObject({ y: z.int().min(0).max(96), x: z.int().min(0).max(96) })
    .nullable()
    .default(null),
  background: Colour.nullable().default(null),
  /** Shown on phones only, on wide screens only, or on both. */
  shownOn: z.enum(['all', 'phone', 'desktop']).default('all'),
};

/** An image: one that was uploaded, or an https address. */
export const ImageSource = z.strictObject({
  /** The address that readers load; of an uploaded image that of the installation. */
  url: z.string().trim().max(2000),
  /** The uploaded file, where it is one. */
  imageId: Id.nullable().default(null),
  /** Its own size in pixels, where it is known. */
  width: z.int().min(1).max(10_000).nullable().default(null),
  height: z.int().min(1).max(10_000).nullable().default(null),
});
export type ImageSource = z.infer<typeof ImageSource>;

const TextBlock = z.strictObject({ kind: z.literal('text'), ...surroundings, text: RichText });

const HeadingBlock = z.strictObject({
  kind: z.literal('heading'),
  ...surroundings,
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  text: RichText,
});

const ImageBlock = z.strictObject({
  kind: z.literal('image'),
  ...surroundings,
  image: ImageSource.nullable().default(null),
  /** What it shows, for whoever does not see it; empty only where `decorative` says so. */
  alt: z.string().max(500).default(''),
  decorative: z.boolean().default(false),
  /** Of the width that there is, in percent. */
  widthPercent: z.int().min(10).max(100).default(100),
  align: Align.default('center'),
  link: LinkTarget.nullable().default(null),
});

const ButtonBlock = z.strictObject({
  kind: z.literal('button'),
  ...surroundings,
  label: z.string().max(200),
  link: LinkTarget,
  align: Align.default('center'),
  /** Full width. */
  wide: z.boolean().default(false),
  colour: Colour.nullable().default(null),
  labelColour: Colour.nullable().default(null),
});

const DividerBlock = z.strictObject({
  kind: z.literal('divider'),
  ...surroundings,
  colour: Colour.nullable().default(null),
  thickness: z.int().min(1).max(12).default(1),
});

const SpacerBlock = z.strictObject({ kind: z.literal('spacer'), ...surroundings, height: z.int().min(4).max(200) });

/** The networks that have a sign of their own. */
export const socialNetworks = [
  'linkedin',
  'x',
  'facebook',
  'instagram',
  'youtube',
  'tiktok',
  'mastodon',
  'bluesky',
  'github',
  'website',
] as const;

const SocialBlock = z.strictObject({
  kind: z.literal('social'),
  ...surroundings,
  align: Align.default('center'),
  /** Empty: those of the brand. */
  links: z
    .array(z.strictObject({ network: z.enum(socialNetworks), url: LinkTarget }))
    .max(10)
    .default([]),
});

const HeroBlock = z.strictObject({
  kind: z.literal('hero'),
  ...surroundings,
  image: ImageSource.nullable().default(null),
  alt: z.string().max(500).default(''),
  heading: RichText,
  text: RichText,
  button: z
    .strictObject({ label: z.string().max(200), link: LinkTarget })
    .nullable()
    .default(null),
  textColour: Colour.nullable().default(null),
});

/** A card of a content item or product: a chosen one, or the one recommended to the reader in that place. */
const CardBlock = z.strictObject({
  kind: z.literal('card'),
  ...surroundings,
  item: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chosen'), contentItemId: Id.nullable() }),
    z.strictObject({ kind: z.literal('recommended'), place: z.enum(['first', 'second', 'third']) }),
  ]),
  buttonLabel: z.string().max(200).default('Read more'),
  showImage: z.boolean().default(true),
  showReason: z.boolean().default(false),
});

const HtmlBlock = z.strictObject({ kind: z.literal('html'), ...surroundings, html: z.string().max(100_000) });

/** The end of every marketing message: why one gets it, the postal address, the link to unsubscribe. */
const FooterBlock = z.strictObject({
  kind: z.literal('footer'),
  ...surroundings,
  /** Why the reader gets this; the postal address and the links are added to it. */
  text: RichText,
  unsubscribeLabel: z.string().trim().min(1).max(100).default('Unsubscribe'),
  preferencesLabel: z.string().max(100).default('Change what I get'),
  align: Align.default('center'),
});

const LeafBlock = z
  .discriminatedUnion('kind', [
    TextBlock,
    HeadingBlock,
    ImageBlock,
    ButtonBlock,
    DividerBlock,
    SpacerBlock,
    SocialBlock,
    HeroBlock,
    CardBlock,
    HtmlBlock,
    FooterBlock,
  ])
  .meta({ id: 'MessageLeafBlock' });

/** A block that holds no other. */
export type LeafBlock = z.infer<typeof LeafBlock>;

const ColumnsBlock = z.strictObject({
  kind: z.literal('columns'),
  ...surroundings,
  /** Two to four, with their parts of the width in percent, together a hundred. */
  columns: z
    .array(
      z.strictObject({
        id: BlockId,
        percent: z.int().min(10).max(90),
        blocks: z
          .array(LeafBlock)
          .max(50)
          .refine((blocks) => blocks.every(({ kind }) => inColumns.includes(kind)), {
            error: 'a hero or a footer cannot stand in a column',
          }),
      }),
    )
    .min(2)
    .max(4)
    .refine((columns) => columns.reduce((sum, { percent }) => sum + percent, 0) === 100, {
      error: 'the columns must be 100 % wide together',
    }),
  /** On a phone columns stand below each other, unless this is false. */
  stacked: z.boolean().default(true),
});

const ConditionBlock = z.strictObject({
  kind: z.literal('condition'),
  ...surroundings,
  /** What it is called in the editor, such as "Customers in Germany". */
  name: z.string().trim().max(100).default(''),
  /** Who sees the blocks, as of the moment of sending; null is not chosen yet and stops the message from going out. */
  rule: z.union([Rule, z.null()]).default(null),
  blocks: z.array(z.union([LeafBlock, ColumnsBlock])).max(50),
  /** What everybody else sees instead. */
  otherwise: z
    .array(z.union([LeafBlock, ColumnsBlock]))
    .max(50)
    .default([]),
});

/** A block of a message. */
export const Block = z.union([LeafBlock, ColumnsBlock, ConditionBlock]).meta({ id: 'MessageBlock' });
export type Block = z.infer<typeof Block>;

/** A block of one kind. */
export type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** The blocks of a message from top to bottom. */
export const Blocks = z
  .array(Block)
  .max(mostBlocks)
  .superRefine((blocks, context) => {
    const ids = everyBlock(blocks).map(({ id }) => id);
    if (ids.length > mostBlocks)
      context.addIssue({ code: 'custom', message: `a message may hold ${mostBlocks} blocks at most` });
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) context.addIssue({ code: 'custom', message: `two blocks have the id ${twice}` });
    if (JSON.stringify(blocks).length > mostCharacters)
      context.addIssue({ code: 'custom', message: `the blocks may have ${mostCharacters} characters as JSON at most` });
  });
