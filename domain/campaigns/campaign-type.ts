import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Id } from '../ids.ts';

/** One status of a campaign type: what it is called, and whether reaching it counts as a response or as success. */
export const NewTypeStatus = z.strictObject({
  name: z.string().trim().min(1).max(100),
  isDefault: z.boolean().default(false),
  responded: z.boolean().default(false),
  success: z.boolean().default(false),
});

const Name = z.string().trim().min(1).max(100);

/** What holds for the statuses of any type: exactly one is the default, and names are all different. */
function asStatuses<S extends z.ZodType<z.infer<typeof NewTypeStatus>>>(status: S) {
  return z
    .array(status)
    .min(1)
    .max(30)
    .refine((statuses) => statuses.filter(({ isDefault }) => isDefault).length === 1, {
      error: 'exactly one status must be the default',
    })
    .refine((statuses) => new Set(statuses.map(({ name }) => name.toLowerCase())).size === statuses.length, {
      error: 'every status needs a name of its own',
    });
}

/** A new campaign type with its statuses in their order. */
export const NewCampaignType = z.strictObject({ name: Name, statuses: asStatuses(NewTypeStatus) });

/**
 * A campaign type as it should be, or as much of it as is to be another. Statuses are given all together. A status with an `id` is that one, under its old or a new name; without one it is found by its
 * name, or is new. One that is left out goes: `moved` says to which status its members go; where it says nothing they keep it, and it
 * is no longer given to anybody.
 */
export const CampaignTypeChange = changeOf(
  z.strictObject({
    name: Name,
    // The place is taken as it was read, and the order of the list holds.
    statuses: asStatuses(NewTypeStatus.extend({ id: Id.optional(), position: z.int().optional() })),
    moved: z.array(z.strictObject({ fromStatusId: Id, toStatusId: Id })).max(30),
  }),
);

/** A change as parsed. */
export type CampaignTypeChange = z.infer<typeof CampaignTypeChange>;

/** A campaign type as the API shows it. */
export const CampaignType = z.object({
  id: Id,
  name: z.string(),
  statuses: z.array(NewTypeStatus.extend({ id: Id, position: z.int() })),
  /** Statuses that some members still have and nobody gets any more. */
  retired: z.array(z.object({ id: Id, name: z.string() })),
  version: z.int(),
});

/** How many members have each status of a type, over all campaigns; those that nobody has are missing. */
export const StatusUse = z.object({ statuses: z.array(z.object({ id: Id, members: z.int() })) });

/** The types that a new tenant starts with. */
export const startingTypes: z.input<typeof NewCampaignType>[] = [
  {
    name: 'E-mail',
    statuses: [
      { name: 'Sent', isDefault: true },
      { name: 'Responded', responded: true, success: true },
    ],
  },
  {
    name: 'Webinar',
    statuses: [
      { name: 'Invited', isDefault: true },
      { name: 'Registered', responded: true },
      { name: 'Attended', responded: true, success: true },
      { name: 'No-show' },
    ],
  },
  {
    name: 'Event',
    statuses: [
      { name: 'Invited', isDefault: true },
      { name: 'Registered', responded: true },
      { name: 'Attended', responded: true, success: true },
      { name: 'No-show' },
    ],
  },
  {
    name: 'Other',
    statuses: [
      { name: 'Planned', isDefault: true },
      { name: 'Responded', responded: true, success: true },
    ],
  },
];
