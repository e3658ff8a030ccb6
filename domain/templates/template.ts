import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Id } from '../ids.ts';
import { Blocks } from './block.ts';
import { Look } from './look.ts';

/** A whole message to begin from, or some blocks that are put into messages. */
export const templateKinds = ['template', 'block'] as const;

const oneLine = (most: number) =>
  z
    .string()
    .max(most)
    // eslint-disable-next-line no-control-regex
    .refine((text) => !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text), { error: 'must be a single line' });

/** What a template holds: it is copied into a message, and is not tied to it from then on. */
export const TemplateContent = z
  .strictObject({
    subject: oneLine(500).default(''),
    preheader: oneLine(500).default(''),
    blocks: Blocks.default([]),
    /** Null: the look of the brand. */
    look: Look.nullable().default(null),
  })
  .meta({ id: 'TemplateContent' });
export type TemplateContent = z.infer<typeof TemplateContent>;

const fields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(1000).default(''),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
};

/** A new template: from the content given, or from one of the gallery. */
export const TemplateInput = z.strictObject({
  ...fields,
  kind: z.enum(templateKinds).default('template'),
  content: TemplateContent.optional(),
  /** The key of a gallery template, if it begins as a copy of one. */
  galleryKey: z.string().max(60).optional(),
});
export type TemplateInput = z.infer<typeof TemplateInput>;

/**
 * A change of a template; what is left out stays. Content goes into the draft (an editor saves it as one writes) and becomes a
 * version when somebody makes one.
 */
export const TemplateChange = z.strictObject({
  name: fields.name.optional(),
  description: z.string().trim().max(1000).optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
  isArchived: z.boolean().optional(),
  content: changeOf(TemplateContent).optional(),
});
export type TemplateChange = z.infer<typeof TemplateChange>;

/** A template in a list, without its content. */
export const TemplateSummary = z.object({
  id: Id,
  kind: z.enum(templateKinds),
  ...fields,
  description: z.string(),
  tags: z.array(z.string()),
  subject: z.string(),
  /** How many blocks it has, those in columns and conditions counted too. */
  blocks: z.int(),
  archivedAt: z.iso.datetime().nullable(),
  /** The version that was made last. */
  currentVersion: z.int(),
  /** Whether there are changes since then that are no version yet. */
  hasDraft: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  updatedByName: z.string(),
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;

/** A template with its content as it is edited: the draft, or the current version where there is none. */
export const Template = TemplateSummary.extend({ content: TemplateContent, version: z.int() });
export type Template = z.infer<typeof Template>;

/** A version of a template, which never changes. */
export const TemplateVersion = z.object({
  number: z.int(),
  note: z.string(),
  createdAt: z.iso.datetime(),
  createdByName: z.string(),
  isCurrent: z.boolean(),
});
export type TemplateVersion = z.infer<typeof TemplateVersion>;

/** The content of a template in which nothing is written yet. */
export const emptyTemplate: TemplateContent = TemplateContent.parse({});
