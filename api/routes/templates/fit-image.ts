import sharp, { type Metadata, type Sharp } from 'sharp';
import { DomainError } from '../../../domain/errors.ts';
import {
  heavyImageBytes,
  mostImageBytes,
  mostImageSize,
  mostUploadPixels,
  type ImageFacts,
} from '../../../domain/templates/image-file.ts';

/** An image as it is kept. */
export interface FittedImage extends ImageFacts {
  data: Buffer;
}

/** How long one image may take, in seconds. */
const mostSeconds = 10;
/** Images that wait for their turn at most: each of them stays in memory until then. */
const mostWaiting = 8;
/** Re-encoded, an image must come to less than this part of what it was, or it stays as it is. */
const worthwhile = 0.9;

// One image at a time takes a core for a moment; the others wait, and what else the process does goes on.
sharp.concurrency(1);
sharp.cache(false);
let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Makes an uploaded image what mail needs: upright, as many pixels as a message shows and no more, and without what a camera noted of
 * place and time. WebP becomes a kind that Outlook shows too; a moving GIF stays as it is. Throws where its bytes are no such image, and `unavailable` where many wait already.
 */
export async function fitImage(data: Buffer, facts: ImageFacts): Promise<FittedImage> {
  if (waiting >= mostWaiting)
    throw new DomainError(
      'unavailable',
      'Many pictures are being made ready at this moment. Nothing was kept: send it again in a minute.',
    );
  waiting += 1;
  const fitted = queue.then(() => fit(data, facts)).finally(() => (waiting -= 1));
  queue = fitted.catch(() => undefined);
  return fitted;
}

async function fit(data: Buffer, facts: ImageFacts): Promise<FittedImage> {
  const image = open(data);
  const read = await image.metadata();
  if (`image/${read.format}` !== facts.contentType) throw new Error('Its bytes are of another kind.');
  if (read.format === 'gif') return { ...facts, data };
  if ((read.pages ?? 1) > 1) return encoded(resized(open(data, true)).gif(), 'image/gif');
  const made = await smallest(image, { read, heavy: facts.contentType !== 'image/jpeg' });
  const isUntouched = read.format !== 'webp' && hasRoom(facts) && !tellsMore(read);
  return isUntouched && made.data.length > data.length * worthwhile ? { ...facts, data } : made;
}

/** A reader of the bytes that never unpacks more than an image may have, and takes half an image for none. */
function open(data: Buffer, animated = false): Sharp {
  return sharp(data, { animated, limitInputPixels: mostUploadPixels, failOn: 'error', sequentialRead: true });
}

function resized(image: Sharp): Sharp {
  return image
    .autoOrient()
    .resize({ ...mostImageSize, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: mostSeconds });
}

/** A JPEG of what has no lossless original; else a PNG, unless it is a heavy photo that loses nothing one would see as a JPEG. */
async function smallest(image: Sharp, { read, heavy }: { read: Metadata; heavy: boolean }): Promise<FittedImage> {
  const fitted = resized(image);
  const jpeg = () => encoded(fitted.clone().jpeg({ quality: 82, mozjpeg: true }), 'image/jpeg');
  if (!heavy) return jpeg();
  const png = await encoded(fitted.clone().png({ compressionLevel: 9 }), 'image/png');
  const isOpaque = !read.hasAlpha || (await sharp(png.data).stats()).isOpaque;
  if (!isOpaque && png.data.length > mostImageBytes) return coarser(fitted);
  if (!isOpaque || png.data.length <= heavyImageBytes) return png;
  const photo = await jpeg();
  return photo.data.length < png.data.length / 2 ? photo : png;
}

/** A PNG that one sees through and that would be too heavy: of 256 colours, and smaller if need be. JPEG has no clear parts, and WebP is nothing for Outlook. */
async function coarser(fitted: Sharp): Promise<FittedImage> {
  const png = (image: Sharp) => encoded(image.png({ palette: true, compressionLevel: 9 }), 'image/png');
  let made = await png(fitted.clone());
  for (const width of [900, 600])
    if (made.data.length > mostImageBytes)
      made = await png(sharp(made.data).resize({ width, withoutEnlargement: true }).timeout({ seconds: mostSeconds }));
  return made;
}

async function encoded(image: Sharp, contentType: ImageFacts['contentType']): Promise<FittedImage> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { contentType, data, width: info.width, height: info.pageHeight ?? info.height };
}

function hasRoom({ width, height }: ImageFacts): boolean {
  return width <= mostImageSize.width && height <= mostImageSize.height;
}

/** Whether there is more in it than a picture: how it was held, where and when it was taken. */
function tellsMore({ exif, xmp, iptc, comments, orientation = 1 }: Metadata): boolean {
  return Boolean(exif ?? xmp ?? iptc ?? comments) || orientation !== 1;
}
