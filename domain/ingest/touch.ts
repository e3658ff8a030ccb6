import { z } from 'zod';
import { cleanText } from './clean-text.ts';

/** The ids by which advertising platforms know a click; kept as they came. */
export const clickIdNames = ['gclid', 'fbclid', 'msclkid', 'li_fat_id'] as const;

/** Parts of a campaign's tag: `utm_id` is `id`, and so on. */
export const utmNames = ['id', 'source', 'medium', 'campaign', 'term', 'content'] as const;

const text = z.string().nullable();
const texts = <const Names extends readonly string[]>(names: Names) =>
  z.object(
    Object.fromEntries(names.map((name) => [name, z.string().optional()])) as Record<
      Names[number],
      z.ZodOptional<z.ZodString>
    >,
  );

/** Where somebody came from: what the link that brought them said, the page that they came to and the one before it. */
export const Touch = z.object({
  at: z.iso.datetime(),
  /** What they did: page_view, form or custom; click for a link of ours. */
  kind: z.string(),
  campaignId: text,
  url: text,
  referrer: text,
  utm: texts(utmNames),
  clickIds: texts(clickIdNames),
});

/** Where somebody came from. */
export type Touch = z.infer<typeof Touch>;

/** Reads a stored touch, also one that an earlier version wrote; null if there is none. */
export function readTouch(kept: unknown): Touch | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const parsed = Touch.safeParse({ campaignId: null, url: null, referrer: null, utm: {}, clickIds: {}, ...kept });
  return parsed.success ? parsed.data : null;
}

/** What a call says of where its visitor came from. */
export type Source = Pick<Touch, 'url' | 'referrer' | 'utm' | 'clickIds'>;

const longest = 500;
const longestUrl = 2000;

/** What a page's address, its referrer and the campaign that the caller names tell. */
export function readSource(input: { url: unknown; referrer: unknown; campaign: unknown }): Source {
  const url = textOf(input.url, longestUrl);
  const query = url?.includes('?') ? queryOf(url) : null;
  const named = typeof input.campaign === 'object' && input.campaign !== null ? input.campaign : {};
  const utm: Source['utm'] = {};
  for (const name of utmNames) {
    const value =
      textOf(query?.get(`utm_${name}`), longest) ??
      textOf((named as Record<string, unknown>)[name === 'campaign' ? 'name' : name], longest);
    if (value !== null) utm[name] = value;
  }
  const clickIds: Source['clickIds'] = {};
  for (const name of clickIdNames) {
    const value = textOf(query?.get(name), longest);
    if (value !== null) clickIds[name] = value;
  }
  return { url, referrer: textOf(input.referrer, longestUrl), utm, clickIds };
}

/** Whether somebody came by something that was tagged: only then is it a touch, and a plain visit overwrites none. */
export function isTagged({ utm, clickIds }: Pick<Source, 'utm' | 'clickIds'>): boolean {
  return Object.keys(utm).length > 0 || Object.keys(clickIds).length > 0;
}

/** Where a lead came from in a few words, as people write it into the field: `google / cpc`. Null where nobody can tell. */
export function leadSourceOf(touch: Touch | null): string | null {
  if (touch === null) return null;
  const { source, medium } = touch.utm;
  const said = [source, medium].filter(Boolean).join(' / ');
  if (said !== '') return cleanText(said, 200);
  if (touch.clickIds.gclid) return 'google';
  if (touch.clickIds.fbclid) return 'facebook';
  if (touch.clickIds.msclkid) return 'bing';
  return touch.clickIds.li_fat_id ? 'linkedin' : null;
}

function queryOf(url: string): URLSearchParams | null {
  const [, search = ''] = url.split('#', 1)[0]!.split(/\?(.*)/s);
  return search === '' ? null : new URLSearchParams(search);
}

function textOf(value: unknown, most: number): string | null {
  const text = typeof value === 'string' ? cleanText(value, most) : '';
  return text.trim() !== '' ? text : null;
}
