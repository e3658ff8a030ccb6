import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Id } from '../ids.ts';

/** A mailbox of one's own to put on the list. */
export const SeedInput = z.strictObject({
  address: z.email('must be an e-mail address').max(254).toLowerCase(),
  isActive: z.boolean().default(true),
  /** The mailbox that is looked into and holds its mail; null: nobody looks. Left out: the one whose user name is the address. */
  mailboxId: Id.nullable().optional(),
});

/** A new seed as parsed. */
export type SeedInput = z.infer<typeof SeedInput>;

/** What can be changed of a seed; another address is another seed. */
export const SeedChange = changeOf(SeedInput.pick({ isActive: true, mailboxId: true }));

/** A change as parsed. */
export type SeedChange = z.infer<typeof SeedChange>;

/** A seed as the API shows it. */
export const Seed = z.object({
  id: Id,
  address: z.string(),
  /** Who takes its mail: a provider by its own name or by its MX, or the domain itself. `isKnown` false: nobody has asked DNS yet. */
  provider: z.object({ key: z.string(), name: z.string(), isKnown: z.boolean() }),
  isActive: z.boolean(),
  mailboxId: Id.nullable(),
  /** The mailbox that is looked into for its copies, and why that does not go on (`problem`); null: somebody says where they land. */
  mailbox: z.object({ name: z.string(), isPaused: z.boolean(), problem: z.string().nullable() }).nullable(),
  /** The address is suppressed, so it gets nothing although it is on the list. */
  isSuppressed: z.boolean(),
  version: z.int(),
});

/** A seed as the API shows it. */
export type Seed = z.infer<typeof Seed>;
