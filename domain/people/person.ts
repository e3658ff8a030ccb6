import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { ConsentState } from '../consent/consent.ts';
import { grades } from '../scoring/grade.ts';
import { SuppressionReason } from '../suppressions/suppression.ts';
import { Touch } from '../ingest/touch.ts';
import { parseEmail } from './email.ts';
import { isLanguage, isTimeZone, zoneNamed } from './locale.ts';

/** Lead or contact: one row is a person for good, converting changes its kind. */
export const personKinds = ['lead', 'contact'] as const;

/** One of `personKinds`. */
export const PersonKind = z.enum(personKinds);

/** The plain text fields of a person with the most characters that each may hold. */
export const textFields = {
  firstName: 200,
  lastName: 200,
  phone: 50,
  jobTitle: 200,
  company: 300,
  street: 300,
  city: 200,
  region: 200,
  postalCode: 30,
  country: 100,
  leadSource: 200,
} as const satisfies Record<string, number>;

/** A key of `textFields`. */
export type TextField = keyof typeof textFields;

const text = (field: TextField) => z.string().trim().max(textFields[field]).nullable();

/** A value of one of the tenant's own attributes; dates are ISO 8601. */
export const AttributeValue = z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]);

const emailInput = z
  .string()
  .max(400)
  .refine((value) => 'key' in parseEmail(value), { error: 'is not an e-mail address that can be sent to' });

/** What a caller may write on a person. Attributes are given by key; those left out stay as they are. */
export const PersonInput = z.strictObject({
  kind: PersonKind.optional(),
  externalId: z.string().trim().min(1).max(200).nullable().optional(),
  email: emailInput.nullable().optional(),
  firstName: text('firstName').optional(),
  lastName: text('lastName').optional(),
  phone: text('phone').optional(),
  jobTitle: text('jobTitle').optional(),
  company: text('company').optional(),
  street: text('street').optional(),
  city: text('city').optional(),
  region: text('region').optional(),
  postalCode: text('postalCode').optional(),
  country: text('country').optional(),
  leadSource: text('leadSource').optional(),
  language: z
    .string()
    .refine(isLanguage, { error: 'must be a language tag such as de or pt-BR' })
    .nullable()
    .optional(),
  timeZone: z
    .string()
    .overwrite((zone) => zoneNamed(zone) ?? zone)
    .refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Berlin' })
    .nullable()
    .optional(),
  accountId: Id.nullable().optional(),
  ownerId: z.string().max(100).nullable().optional(),
  /** When the lead came to be and when marketing found it worth a call, by the word of the system that they come from. */
  leadCreatedAt: Moment.nullable().optional(),
  mqlAt: Moment.nullable().optional(),
  /** The campaign that brought them; a first touch that names one says so by itself. */
  sourceCampaignId: Id.nullable().optional(),
  attributes: z.record(z.string(), AttributeValue).optional(),
});

/** What a caller may write on a person. */
export type PersonInput = z.infer<typeof PersonInput>;

/** A person as the API shows them. `consent` is what holds now; `suppressed` says why no marketing goes to the address. */
export const Person = z.object({
  id: Id,
  kind: PersonKind,
  externalId: z.string().nullable(),
  email: z.string().nullable(),
  emailStatus: z.enum(['unverified', 'ok', 'invalid', 'bounced']),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  accountId: Id.nullable(),
  company: z.string().nullable(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  leadSource: z.string().nullable(),
  ownerId: z.string().nullable(),
  consent: ConsentState,
  consentAt: z.string().nullable(),
  suppressed: SuppressionReason.nullable(),
  /** From 0 to 100, and its letter; null: not scored yet. Why stands at `/people/{id}/score`. */
  score: z.int().nullable(),
  grade: z.enum(grades).nullable(),
  attributes: z.record(z.string(), AttributeValue),
  /** Where they came from first, for good, and where they came from last. */
  firstTouch: Touch.nullable(),
  latestTouch: Touch.nullable(),
  /** When the lead came to be; where nobody said, when they were added. */
  leadCreatedAt: z.string(),
  /** When they became a marketing-qualified lead. */
  mqlAt: z.string().nullable(),
  /** The campaign that brought them. */
  sourceCampaignId: Id.nullable(),
  convertedAt: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A person as the API shows them. */
export type Person = z.infer<typeof Person>;
