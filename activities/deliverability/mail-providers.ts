import type { Database } from '../../db/connection.ts';
import { listProviders, saveProvider } from '../../db/queries/deliverability/mail-providers.ts';
import { recordsOf, type DnsReader } from '../../domain/dns/reader.ts';
import { knownProvider, providerOf } from '../../domain/delivery/provider.ts';

/** Knows who takes the mail of receiving domains. What it does not know it finds out beside the sending, which never waits for DNS. */
export interface ProviderBook {
  /** The providers of some domains as far as they are known by now; null: it takes its mail itself, or that is not known yet. */
  look: (domains: readonly string[]) => Promise<Map<string, string | null>>;
  /** What is known of a domain without asking anybody. */
  known: (domain: string) => string | null;
  /** Finds out about a domain, and then tells its provider, where it has one. */
  learn: (domain: string, then?: (provider: string) => Promise<void>) => void;
}

/** Domains that one process remembers; the oldest are forgotten first, and are still in the database. */
const mostKnown = 20_000;
/** Questions to DNS at a time, and how many wait for their turn: what is too much is asked another time. */
const atOnce = 4;
const mostWaiting = 1000;

const books = new WeakMap<Database, ProviderBook>();

/** The book of a process: one for each database. Without `dns` only what is known already is used. */
export function openProviderBook(database: Database, dns: DnsReader | undefined): ProviderBook {
  const open = books.get(database) ?? makeBook(database, dns);
  books.set(database, open);
  return open;
}

function makeBook({ db }: Database, dns: DnsReader | undefined): ProviderBook {
  const providers = new Map<string, string | null>();
  const asking = new Set<string>();
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;

  function remember(domain: string, provider: string | null): void {
    providers.delete(domain);
    providers.set(domain, provider);
    if (providers.size > mostKnown) providers.delete(providers.keys().next().value!);
  }

  async function work(): Promise<void> {
    running += 1;
    for (let next = waiting.shift(); next; next = waiting.shift()) await next().catch(() => {});
    running -= 1;
  }

  async function find(dns: DnsReader, domain: string): Promise<string | null> {
    const answer = await dns.mx(domain);
    if (answer.kind === 'failed') return null;
    const provider = providerOf(recordsOf(answer).map(({ exchange }) => exchange));
    await saveProvider(db, domain, provider);
    remember(domain, provider);
    return provider;
  }

  const known = (domain: string) => knownProvider(domain) ?? providers.get(domain) ?? null;
  function learn(domain: string, then?: (provider: string) => Promise<void>): void {
    if (!dns || asking.has(domain) || waiting.length >= mostWaiting) return;
    asking.add(domain);
    waiting.push(async () => {
      try {
        const provider = await find(dns, domain);
        if (provider !== null) await then?.(provider);
      } finally {
        asking.delete(domain);
      }
    });
    if (running < atOnce) void work();
  }
  return {
    known,
    learn,
    look: async (domains) => {
      const unknown = [...new Set(domains)].filter(
        (domain) => knownProvider(domain) === null && !providers.has(domain),
      );
      if (unknown.length > 0) {
        const stored = await listProviders(db, unknown);
        for (const [domain, provider] of stored) remember(domain, provider);
        for (const domain of unknown) if (!stored.has(domain)) learn(domain);
      }
      return new Map(domains.map((domain) => [domain, known(domain)]));
    },
  };
}
