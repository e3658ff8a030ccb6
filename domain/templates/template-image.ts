import { z } from 'zod';
import { Id } from '../ids.ts';
import { imageTypes } from './image-file.ts';

/** An uploaded image as the API shows it. */
export const TemplateImage = z.object({
  id: Id,
  name: z.string(),
  /** Of what is kept: what was uploaded as WebP is a PNG, JPEG or GIF from then on, which every mail client shows. */
  contentType: z.enum(imageTypes),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  /** Where readers load it from; whoever has the address sees the image. */
  url: z.string(),
  createdAt: z.iso.datetime(),
  createdByName: z.string(),
});
export type TemplateImage = z.infer<typeof TemplateImage>;

/** How much room the images of an organisation take, and how much there is, in bytes. */
export const ImageRoom = z.object({ bytes: z.int(), most: z.int() });
