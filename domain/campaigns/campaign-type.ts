import { z } from 'zod';
import { Id } from '../ids.ts';

/** One status of a campaign type: what it is called, and whether reaching it counts as a response or as success. */
export const NewTypeStatus = z.object({
  name: z.string().trim().min(1).max(100),
  isDefault: z.boolean().default(false),
  responded: z.boolean().default(false),
  success: z.boolean().default(false),
});

/** A new campaign type: at least one status, exactly one of them the default, names all different. */
export const NewCampaignType = z
  .object({ name: z.string().trim().min(1).max(100), statuses: z.array(NewTypeStatus).min(1).max(30) })
  .refine((type) => type.statuses.filter((status) => status.isDefault).length === 1, {
    path: ['statuses'],
    error: 'exactly one status must be the default',
  })
  .refine((type) => new Set(type.statuses.map((status) => status.name.toLowerCase())).size === type.statuses.length, {
    path: ['statuses'],
    error: 'every status needs a name of its own',
  });

/** A campaign type as the API shows it. */
export const CampaignType = z.object({
  id: Id,
  name: z.string(),
  statuses: z.array(NewTypeStatus.extend({ id: Id, position: z.int() })),
  version: z.int(),
});

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
