import { z } from 'zod';
import { Colour } from './rich-text.ts';

const Font = z.enum(['sans', 'humanist', 'rounded', 'serif', 'mono']);

/** How a message of blocks looks: colours, type, width. The brand of the organisation has one, a message may have its own. */
export const Look = z.strictObject({
  /** Around the message, and behind it. */
  ground: Colour.default('#f3f4f6'),
  surface: Colour.default('#ffffff'),
  text: Colour.default('#1f2937'),
  muted: Colour.default('#5b6472'),
  heading: Colour.default('#111827'),
  accent: Colour.default('#1d4ed8'),
  onAccent: Colour.default('#ffffff'),
  bodyFont: Font.default('sans'),
  headingFont: Font.default('sans'),
  /** Pixels. */
  textSize: z.int().min(12).max(22).default(16),
  width: z.int().min(320).max(720).default(600),
  radius: z.int().min(0).max(40).default(6),
  /** From which side one reads. */
  direction: z.enum(['ltr', 'rtl']).default('ltr'),
  /** The language that it is written in, for whoever has it read aloud. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, { error: 'must be a language such as en or de-AT' })
    .default('en'),
  /** Whether the logo of the brand stands above the message. */
  showLogo: z.boolean().default(true),
});
export type Look = z.infer<typeof Look>;

/** The look of an organisation that has chosen none. */
export const plainLook: Look = Look.parse({});
