import { z } from 'zod';
import { ProviderPlacement } from './placement.ts';

/** Who takes much of the mail and has no seed: where that lands nobody sees. */
export const LackingProvider = z.object({
  key: z.string(),
  name: z.string(),
  /** Messages that went there, of all. */
  messages: z.int(),
  of: z.int(),
});

/** Who takes much of the mail and has no seed. */
export type LackingProvider = z.infer<typeof LackingProvider>;

/** Where copies for the seed list landed, as the API shows it. */
export const SeedPlacement = z.object({
  days: z.int(),
  /** Mailboxes on the list that get copies. */
  seeds: z.int(),
  providers: z.array(ProviderPlacement),
  /** Providers that the list lacks, the one with the most mail first. */
  lacking: z.array(LackingProvider),
});

/** Where copies for the seed list landed, as the API shows it. */
export type SeedPlacement = z.infer<typeof SeedPlacement>;

/** From how much of the mail on, and from how many messages on, a provider should have a seed. */
const worthASeed = { share: 0.1, messages: 100 };

/** Who takes much of some mail (`count` for each receiver, `of` in all) and has no seed, the one with the most first. */
export function lackingSeeds(
  receivers: readonly { key: string; name: string; count: number }[],
  seeded: ReadonlySet<string>,
  of = receivers.reduce((sum, { count }) => sum + count, 0),
): LackingProvider[] {
  return receivers
    .filter(({ key, count }) => key !== '' && !seeded.has(key) && count >= worthASeed.messages)
    .filter(({ count }) => count / of >= worthASeed.share)
    .sort((a, b) => b.count - a.count)
    .map(({ key, name, count }) => ({ key, name, messages: count, of }));
}
