import { z } from 'zod';
import { Id } from '../ids.ts';
import { Origin } from '../write-keys/write-key.ts';

/** What a form may ask for besides the e-mail address: fields of the person, or an answer that is kept with the event. */
export const formFields = ['firstName', 'lastName', 'company', 'jobTitle', 'phone', 'country', 'answer'] as const;

/** One of `formFields`. */
export type FormField = (typeof formFields)[number];

const line = (most: number) => z.string().trim().min(1).max(most);

/** Something that a form asks for. */
export const Question = z.strictObject({
  field: z.enum(formFields),
  label: line(200),
  required: z.boolean().default(false),
});

/** Something that a form asks for. */
export type Question = z.infer<typeof Question>;

const fields = {
  name: line(100),
  title: line(200),
  intro: z.string().trim().max(2000),
  fields: z
    .array(Question)
    .max(15)
    .refine(
      (asked) => {
        const own = asked.filter(({ field }) => field !== 'answer').map(({ field }) => field);
        return new Set(own).size === own.length;
      },
      { error: 'asks for the same field of the person twice; take one away' },
    ),
  button: line(60),
  thanks: line(500),
  redirectUrl: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://www.example.com/thanks' })
    .max(2000)
    .nullable(),
  /** What somebody ticks who wants mail; they are then asked once more by mail. Empty: nobody is asked. */
  consentText: z.string().trim().max(1000),
  topicId: Id.nullable(),
  listId: Id.nullable(),
  campaignId: Id.nullable(),
  leadSource: line(200).nullable(),
  origins: z.array(Origin).max(20),
  isOpen: z.boolean(),
};

/** A new form; what is left out is as plain as can be. */
export const FormInput = z.strictObject({
  name: fields.name,
  title: fields.title,
  intro: fields.intro.default(''),
  fields: fields.fields.default([]),
  button: fields.button.default('Send'),
  thanks: fields.thanks.default('Thank you. We have it.'),
  redirectUrl: fields.redirectUrl.default(null),
  consentText: fields.consentText.default(''),
  topicId: fields.topicId.default(null),
  listId: fields.listId.default(null),
  campaignId: fields.campaignId.default(null),
  leadSource: fields.leadSource.default(null),
  origins: fields.origins.default([]),
  isOpen: fields.isOpen.default(true),
});

/** A new form. */
export type FormInput = z.infer<typeof FormInput>;

/** A change of a form; what is left out stays. */
export const FormChange = z.strictObject(fields).partial();

/** A change of a form. */
export type FormChange = z.infer<typeof FormChange>;

/** A form as the API shows it. */
export const Form = z.object({
  ...fields,
  id: Id,
  url: z.string(),
  submissions: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** A form as the API shows it. */
export type Form = z.infer<typeof Form>;
