import { z } from 'zod';
import { Id } from '../ids.ts';

/**
 * Where a key is used. `site`: in web pages, where everybody can read it, so it adds and never overwrites. `server`: kept secret, so
 * what it says is believed.
 */
export const writeKeyKinds = ['site', 'server'] as const;

/** One of `writeKeyKinds`. */
export const WriteKeyKind = z.enum(writeKeyKinds);

/** One of `writeKeyKinds`. */
export type WriteKeyKind = z.infer<typeof WriteKeyKind>;

/** An origin as browsers send it: `https://www.example.com`, without a path; `http` only for tries on one's own machine. */
export const Origin = z
  .string()
  .trim()
  .max(300)
  .transform((text) => text.replace(/\/$/, '').toLowerCase())
  .refine(isOrigin, { error: 'must be like https://www.example.com, without a path' });

const name = z.string().trim().min(1, 'say what it is for').max(100);
const origins = z.array(Origin).max(20);
const consentTrait = z.string().trim().min(1).max(100).nullable();

/** A new key. A site's key names the pages it may be used from; only a server's may say who consented. */
export const NewWriteKey = z
  .strictObject({
    name,
    kind: WriteKeyKind,
    origins: origins.default([]),
    consentTrait: consentTrait.default(null),
  })
  .superRefine((key, context) => {
    for (const { path, message } of misfits(key)) context.addIssue({ code: 'custom', path: [path], message });
  });

/** A new key. */
export type NewWriteKey = z.infer<typeof NewWriteKey>;

/** A change of a key; its kind stays for good. */
export const WriteKeyChange = z.strictObject({
  name: name.optional(),
  origins: origins.optional(),
  consentTrait: consentTrait.optional(),
});

/** A key as the API shows it; its text is shown once, when it is made. */
export const WriteKey = z.object({
  id: Id,
  name: z.string(),
  kind: WriteKeyKind,
  start: z.string(),
  origins: z.array(z.string()),
  consentTrait: z.string().nullable(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  version: z.int(),
});

/** A key as the API shows it. */
export type WriteKey = z.infer<typeof WriteKey>;

/** What of a key does not go together, with the mend. */
export function misfits(
  key: Pick<NewWriteKey, 'kind' | 'origins' | 'consentTrait'>,
): { path: string; message: string }[] {
  if (key.kind === 'site') {
    return [
      ...(key.origins.length === 0
        ? [{ path: 'origins', message: 'name at least one page that it is used from, such as https://www.example.com' }]
        : []),
      ...(key.consentTrait === null
        ? []
        : [
            { path: 'consentTrait', message: 'goes with a server key only: in a page anybody could say it of anybody' },
          ]),
    ];
  }
  return key.origins.length === 0
    ? []
    : [{ path: 'origins', message: 'go with a site key only: a server key must not stand in a page' }];
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
