/** Bytes that an image may have when it is uploaded: a photo as a phone takes it. */
export const mostUploadBytes = 12 * 1024 * 1024;
/** Pixels that it may have in all. What a few bytes claim to unpack to beyond that is never unpacked. */
export const mostUploadPixels = 50_000_000;
/** Bytes that are kept of it. */
export const mostImageBytes = 2 * 1024 * 1024;
/** Pixels that are kept of it at most: twice the width of a message, for sharp screens, and what is still one image in height. */
export const mostImageSize = { width: 1200, height: 4000 } as const;
/** An image heavier than this makes a message slow to open on a phone. */
export const heavyImageBytes = 300 * 1024;

/** Bytes that all images of an organisation take at most, unless the installation says otherwise. */
export const mostImagesBytes = 500 * 1024 * 1024;

/** Kinds of images that may be uploaded; SVG is none of them, it may hold scripts. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

/** What the first bytes of an image say of it. */
export interface ImageFacts {
  contentType: (typeof imageTypes)[number];
  width: number;
  height: number;
}

/** Reads kind and size of an image from its bytes, whatever its name says; null for what is none of the kinds that may be uploaded. */
export function readImage(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const facts = png(view) ?? gif(view) ?? jpeg(view) ?? webp(view);
    return facts && facts.width > 0 && facts.height > 0 ? facts : null;
  } catch (error) {
    // It ends before its size is told.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function png(view: DataView): ImageFacts | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a || ascii(view, 12, 4) !== 'IHDR')
    return null;
  return { contentType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): ImageFacts | null {
  if (!/^GIF8[79]a$/.test(ascii(view, 0, 6))) return null;
  return { contentType: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Walks over the segments to the one that begins a frame. */
function jpeg(view: DataView): ImageFacts | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { contentType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webp(view: DataView): ImageFacts | null {
  if (ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return null;
  const contentType = 'image/webp';
  const size24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  switch (ascii(view, 12, 4)) {
    case 'VP8 ':
      return { contentType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { contentType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { contentType, width: size24(24), height: size24(27) };
    default:
      return null;
  }
}

function ascii(view: DataView, at: number, length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(view.getUint8(at + index))).join('');
}
