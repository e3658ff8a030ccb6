import fc from 'fast-check';
import { engagementKinds } from '../../domain/segments/engagement-kinds.ts';

/** Words that differ by case, accent, sharp s and final sigma, and a sign that patterns take for a wildcard. */
export const words = ['Berlin', 'berlin', 'ÉCOLE', 'école', 'Straße', 'ΟΔΟΣ', 'a', '%', 'İzmir', '\u{1F600} x'];
const zones = [
  'Europe/Berlin',
  'America/Los_Angeles',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
  'UTC',
  'Nowhere/Known',
  null,
];
const moments = [
  ...[
    '1996-02-29T00:00:00Z',
    '1996-03-01T00:00:00Z',
    '2027-02-28T00:00:00Z',
    '2027-03-01T00:00:00Z',
    '2026-03-01T07:59:59Z',
  ],
  ...[
    '2027-03-01T03:30:00Z',
    '2027-02-28T23:30:00Z',
    '2027-02-22T12:00:00Z',
    '2027-03-14T10:00:00Z',
    '1961-11-05T08:30:00Z',
  ],
];
/** One of some values, or none. */
export const maybe = <T>(values: readonly T[]) => fc.constantFrom<T | null>(...values, null);
const texts = [
  'first_name',
  'last_name',
  'job_title',
  'company',
  'city',
  'country',
  'lead_source',
  'external_key',
] as const;

/** Somebody of a generated tenant. */
export const person = fc.record({
  texts: fc.tuple(...texts.map(() => maybe(words))),
  kind: fc.constantFrom('lead', 'contact'),
  consent: fc.constantFrom('unknown', 'granted', 'denied'),
  zone: fc.constantFrom(...zones),
  consentAt: maybe(moments),
  createdAt: fc.constantFrom(...moments),
  convertedAt: maybe(moments),
  account: maybe([0, 1, 2]),
  hasEmail: fc.boolean(),
  isSuppressed: fc.boolean(),
  isErased: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  text: maybe(words),
  number: maybe([-1.5, 0, 1, 2.25, 1e15]),
  boolean: maybe([true, false]),
  date: maybe(moments),
  lists: fc.subarray([0, 1, 2]),
  members: fc.subarray([0, 1]).chain((at) =>
    fc.tuple(
      ...at.map((campaign) =>
        fc.record({
          campaign: fc.constant(campaign),
          status: fc.integer({ min: 0, max: 2 }),
          responded: fc.boolean(),
        }),
      ),
    ),
  ),
  opportunities: fc.array(
    fc.record({
      state: fc.constantFrom('open', 'won', 'lost'),
      stage: fc.integer({ min: 0, max: 1 }),
      valueMinor: maybe([0, 99_999, 100_000]),
      closedHoursAgo: fc.constantFrom(-1, 1, 47, 48, 49, 24 * 400),
      account: maybe([0, 1, 2]),
      isDeleted: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      isTheirs: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom(...engagementKinds.filter((kind) => kind !== 'sent')),
      verdict: fc.constantFrom('human', 'machine', 'unknown'),
      isJudged: fc.boolean(),
      hoursAgo: fc.constantFrom(-1, 0, 1, 24, 47, 48, 49, 24 * 30, 24 * 400),
      campaign: maybe([0, 1]),
    }),
    { maxLength: 6 },
  ),
});
