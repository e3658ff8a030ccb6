import { z } from 'zod';
import { receiverOf } from '../delivery/provider.ts';
import { Id } from '../ids.ts';
import { placements, type Placement } from './placement-words.ts';

/** What somebody says of where a copy landed; null takes it back. */
export const PlacementMark = z.strictObject({ placement: z.enum(placements).nullable() });

/** Who receives a copy. */
const Provider = z.object({ key: z.string(), name: z.string() });

/** A copy of a broadcast for a seed, as the API shows it. */
export const SeedSend = z.object({
  id: Id,
  address: z.string(),
  provider: Provider,
  broadcastId: Id,
  broadcastName: z.string(),
  subject: z.string(),
  status: z.enum(['queued', 'sent', 'skipped', 'failed', 'uncertain', 'cancelled']),
  /** Why it was skipped or failed: a stable code. */
  reason: z.string().nullable(),
  sentAt: z.iso.datetime().nullable(),
  placement: z.enum(placements).nullable(),
  /** Whether it was found in its mailbox or marked by somebody; null if nobody knows where it landed. */
  placedBy: z.enum(['mailbox', 'person']).nullable(),
  placedByName: z.string().nullable(),
  placedAt: z.iso.datetime().nullable(),
  /** The folder that it was found in, as the mailbox calls it. */
  folder: z.string().nullable(),
});

/** A copy of a broadcast for a seed. */
export type SeedSend = z.infer<typeof SeedSend>;

/** Where the copies for one provider landed. */
export const ProviderPlacement = Provider.extend({
  /** Copies that went out. */
  sent: z.int(),
  inbox: z.int(),
  other: z.int(),
  spam: z.int(),
  missing: z.int(),
  /** Nobody has said or found where they landed. */
  unknown: z.int(),
});

/** Where the copies for one provider landed. */
export type ProviderPlacement = z.infer<typeof ProviderPlacement>;

/** How many copies for a domain landed where; placement null: nobody knows. `hosted` as `receiverOf` has it. */
export interface PlacedCopies {
  domain: string;
  hosted?: string | null;
  placement: Placement | null;
  copies: number;
}

/** Where copies landed by who takes the mail, the one with the most first. */
export function placementByProvider(rows: readonly PlacedCopies[]): ProviderPlacement[] {
  const found = new Map<string, ProviderPlacement>();
  for (const { domain, hosted, placement, copies } of rows) {
    const { key, name } = receiverOf(domain, hosted);
    const one = found.get(key) ?? { key, name, sent: 0, inbox: 0, other: 0, spam: 0, missing: 0, unknown: 0 };
    one.sent += copies;
    one[placement ?? 'unknown'] += copies;
    found.set(key, one);
  }
  return [...found.values()].sort((a, b) => b.sent - a.sent || (a.name < b.name ? -1 : 1));
}
