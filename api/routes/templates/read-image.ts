import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { DomainError } from '../../../domain/errors.ts';
import {
  mostImageBytes,
  mostUploadBytes,
  mostUploadPixels,
  readImage,
  type ImageFacts,
} from '../../../domain/templates/image-file.ts';
import { refuseUnstorable } from '../../errors.ts';
import type { ApiEnv } from '../../router.ts';
import { fitImage, type FittedImage } from './fit-image.ts';

/** An uploaded image with the facts that its bytes show, and the hash by which the same image is recognised. */
export interface UploadedImage extends ImageFacts {
  name: string;
  data: Buffer;
  sha256: Buffer;
}

/** Reads the field "file" of a multipart form, never more than an image may have: 413 where it is heavier, 400 where it is no image. */
export async function readUploadedImage(c: Context<ApiEnv>): Promise<UploadedImage> {
  const type = c.req.header('content-type') ?? '';
  if (!c.req.raw.body || !type.startsWith('multipart/form-data'))
    throw refused('Send a multipart form with the field "file".');
  const body = await readAtMost(c.req.raw.body, mostUploadBytes + 16 * 1024);
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  const file = form?.get('file');
  if (!form || !(file instanceof Blob)) throw refused('Send a multipart form with the field "file".');
  const unknown = [...form.keys()].find((name) => name !== 'file');
  if (unknown !== undefined) throw refused(`The form has the field "${unknown.slice(0, 100)}", which is unknown.`);
  const data = Buffer.from(await file.arrayBuffer());
  if (data.length > mostUploadBytes) throw tooLarge();
  const facts = readImage(data);
  if (!facts) throw refused('This is no PNG, JPEG, GIF or WebP image: save it as one of these and send it again.');
  if (facts.width * facts.height > mostUploadPixels)
    throw refused(`The image is ${facts.width} × ${facts.height} pixels: make it 50 million in all at most.`);
  const name = (file instanceof File ? file.name : '').slice(-200) || 'image';
  refuseUnstorable({ name }, 'form');
  return { ...facts, name, data, sha256: createHash('sha256').update(data).digest() };
}

/** Makes an uploaded image ready to be stored; 400 if it is broken, 503 if too many are waiting, 413 if it stays too large. */
export async function fittedImage({ data, ...facts }: UploadedImage): Promise<FittedImage> {
  const fitted = await fitImage(data, facts).catch((error: unknown) => {
    if (error instanceof DomainError) throw error;
    throw refused('The image is broken and cannot be shown: save it anew, and send it again.');
  });
  if (fitted.data.length > mostImageBytes)
    throw new HTTPException(413, {
      message: 'Even made smaller, the image has more than 2 MB: give it fewer pixels or pictures, and send it again.',
    });
  return fitted;
}

async function readAtMost(body: ReadableStream<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
}

function tooLarge(): HTTPException {
  return new HTTPException(413, { message: 'The image has more than 12 MB: make it smaller and send it again.' });
}

function refused(message: string): DomainError {
  return new DomainError('invalid', message, [{ path: 'file', code: 'invalid', message }]);
}
