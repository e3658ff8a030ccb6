/** What is known of a person at a moment, by name; null is not known. Attributes of the tenant's own are `attributes.<key>`. */
export type PersonFeatures = Record<string, string | number | null>;

/** What people did that is counted, in the last 30 days and ever, as it is called in a sentence. */
export const countedEvents = {
  open: 'opened an e-mail',
  click: 'clicked a link',
  reply: 'answered an e-mail',
  page_view: 'looked at a page',
  form: 'filled in a form',
  custom: 'did something that an application told of',
} as const;

/** A kind of event that is counted. */
export type CountedEvent = keyof typeof countedEvents;

/** The name of the feature that counts an event: in the last 30 days, or ever. */
export const countName = (event: CountedEvent, window: '30' | 'ever'): string => `${event}.${window}`;

/** The fields of a person that say something about them, with their columns; what they said at a moment is kept. */
export const fieldFeatures = {
  'person.jobTitle': 'job_title',
  'person.company': 'company',
  'person.country': 'country',
  'person.region': 'region',
  'person.language': 'language',
  'person.leadSource': 'lead_source',
} as const;
