import { z } from 'zod';
import { Id } from '../ids.ts';
import { ImageSource, socialNetworks } from './block.ts';
import { Look, plainLook } from './look.ts';

/** What every message of blocks of an organisation has in common. */
export const BrandKit = z.strictObject({
  logo: z
    .strictObject({ image: ImageSource, alt: z.string().trim().max(200), width: z.int().min(20).max(600).default(160) })
    .nullable()
    .default(null),
  look: Look.default(plainLook),
  /** What a block of social links shows that names none itself. */
  socialLinks: z
    .array(z.strictObject({ network: z.enum(socialNetworks), url: z.url({ protocol: /^https$/ }).max(2000) }))
    .max(10)
    .default([]),
  /** Why one gets these messages, where the end of a message says nothing of its own. */
  footerText: z.string().trim().max(1000).default(''),
  /** Who new messages come from. */
  defaultSenderId: Id.nullable().default(null),
});
export type BrandKit = z.infer<typeof BrandKit>;

/** The brand of an organisation that has said nothing of it. */
export const plainBrand: BrandKit = BrandKit.parse({});
