import { z } from 'zod';
import { fieldPath } from './plain-text.ts';

/** How a piece of text is set off. */
export const Mark = z.enum(['bold', 'italic', 'underline', 'strike']);
export type Mark = z.infer<typeof Mark>;

/** A colour as `#rrggbb`. */
export const Colour = z.string().regex(/^#[0-9a-f]{6}$/, { error: 'must be a colour such as #1a2b3c' });

/** Where a link leads; merge fields may stand in it. What is safe to link is checked with the message. */
export const LinkTarget = z.string().trim().max(2000);

const marked = {
  marks: z.array(Mark).max(4).default([]),
  link: LinkTarget.nullable().default(null),
  colour: Colour.nullable().default(null),
};

/** A piece of a paragraph: words, a merge field with what stands where it is empty, or the end of a line. */
export const Run = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('words'), text: z.string().max(20_000), ...marked }),
  z.strictObject({
    kind: z.literal('field'),
    /** Such as `person.firstName`; domain/content/merge-data.ts knows which there are. */
    path: z.string().regex(fieldPath),
    fallback: z.string().max(200).default(''),
    ...marked,
  }),
  z.strictObject({ kind: z.literal('break') }),
]);
export type Run = z.infer<typeof Run>;

/** To which side the lines of a paragraph keep; `start` is the left, or the right where one reads from there. */
export const Align = z.enum(['start', 'center', 'end']);
export type Align = z.infer<typeof Align>;

/** A paragraph or an entry of a list; entries of the same kind that follow each other are one list. */
export const Paragraph = z.strictObject({
  kind: z.enum(['paragraph', 'bullet', 'number']).default('paragraph'),
  align: Align.default('start'),
  runs: z.array(Run).max(500),
});
export type Paragraph = z.infer<typeof Paragraph>;

/** Text with emphasis, links and merge fields, kept as data and never as HTML, so that nothing in it has to be trusted. */
export const RichText = z.array(Paragraph).max(500).meta({ id: 'RichText' });
export type RichText = z.infer<typeof RichText>;
