import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { DomainError } from '../../../domain/errors.ts';
import { mostImageBytes, readImage } from '../../../domain/templates/image-file.ts';
import { fitImage } from './fit-image.ts';

const fitted = (data: Buffer) => fitImage(data, readImage(data)!);

/** What a camera gives: every pixel differs from the next. */
const photo = (width: number, height: number, sigma = 20) =>
  sharp({
    create: { width, height, channels: 3, background: '#446688', noise: { type: 'gaussian', mean: 128, sigma } },
  });
const flat = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 20, g: 90, b: 200, alpha: 0.5 } } });

describe('an image for mail', () => {
  it('is upright, as wide as a message needs and without what the camera noted', async () => {
    const data = await photo(1600, 900)
      .withExif({ IFD0: { Copyright: 'Somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 33/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer();
    expect(data.includes('Exif')).toBe(true);
    const kept = await fitted(data);
    expect(kept).toMatchObject({ contentType: 'image/jpeg', width: 900, height: 1600 });
    expect(kept.data.includes('Exif')).toBe(false);
    expect(readImage(kept.data)).toMatchObject({ width: 900, height: 1600 });
    const wide = await fitted(await flat(2400, 100).png().toBuffer());
    expect(wide).toMatchObject({ contentType: 'image/png', width: 1200, height: 50 });
  });

  it('stays as it is where nothing would be won', async () => {
    const small = await photo(300, 200).jpeg({ quality: 60, mozjpeg: true }).toBuffer();
    expect((await fitted(small)).data).toBe(small);
  });

  it('is a kind that every program shows: a photo that came as PNG or WebP is a JPEG, and what one sees through a PNG', async () => {
    for (const data of [await photo(600, 400).png().toBuffer(), await photo(600, 400).webp({ quality: 90 }).toBuffer()])
      expect(await fitted(data)).toMatchObject({ contentType: 'image/jpeg', width: 600 });
    const fade = Buffer.from(Array.from({ length: 600 * 4 }, (_, at) => (at * 31) % 256));
    const clear = sharp(fade, { raw: { width: 300, height: 2, channels: 4 } });
    const kept = await fitted(await clear.clone().webp({ lossless: true, exact: true }).toBuffer());
    expect(kept).toMatchObject({ contentType: 'image/png' });
    // Each of its colours is there as it was.
    expect((await sharp(kept.data).raw().toBuffer()).equals(fade)).toBe(true);
  });

  it('that one sees through has fewer colours and then fewer pixels where it would be too heavy to keep', async () => {
    // Harsh noise: hardly heavier than what is kept, and quickly brought to few colours.
    const side = 940;
    const { data } = await photo(side, side, 200).raw().toBuffer({ resolveWithObject: true });
    const clear = Buffer.alloc(side * side * 4, 200);
    for (let at = 0; at < side * side; at += 1) data.copy(clear, at * 4, at * 3, at * 3 + 3);
    const heavy = await sharp(clear, { raw: { width: side, height: side, channels: 4 } })
      .png()
      .toBuffer();
    expect(heavy.length).toBeGreaterThan(mostImageBytes);
    const kept = await fitted(heavy);
    expect(kept.contentType).toBe('image/png');
    expect(kept.data.length).toBeLessThanOrEqual(mostImageBytes);
    expect((await sharp(kept.data).metadata()).hasAlpha).toBe(true);
  });

  it('still moves where it moved: a GIF is kept, a WebP becomes one', async () => {
    const frames = await Promise.all([flat(40, 30).png().toBuffer(), photo(40, 30).png().toBuffer()]);
    const moving = sharp(frames, { join: { animated: true } });
    const gif = await moving.clone().gif().toBuffer();
    expect((await fitted(gif)).data).toBe(gif);
    const kept = await fitted(await moving.clone().webp().toBuffer());
    expect(kept).toMatchObject({ contentType: 'image/gif', width: 40, height: 30 });
    expect((await sharp(kept.data).metadata()).pages).toBe(2);
  });

  it('is none where its bytes break off, are of another kind, or claim more than is ever unpacked; the next one is read all the same', async () => {
    const whole = await photo(200, 200).jpeg().toBuffer();
    const png = await flat(60, 60).png().toBuffer();
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    const broken = [whole.subarray(0, whole.length / 2), png.subarray(0, 60), Buffer.from('GIF89a\x10\0\x10\0')];
    for (const data of [...broken, bomb]) await expect(fitted(data)).rejects.toThrow();
    await expect(fitImage(whole, { contentType: 'image/png', width: 200, height: 200 })).rejects.toThrow();
    expect(await fitted(whole)).toMatchObject({ width: 200 });
  });

  it('waits for its turn, and is sent back where many wait already', async () => {
    const data = await photo(200, 200).jpeg().toBuffer();
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => fitted(data)));
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as DomainError] : []));
    expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 12 }, () => 'unavailable'));
    expect(await fitted(data)).toMatchObject({ width: 200 });
  });
});
