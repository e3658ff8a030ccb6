import { promises } from 'node:dns';
import { plainName, type DnsAnswer, type DnsReader } from '../../domain/dns/reader.ts';

/** Whom to ask, and how long to wait. */
export interface DnsOptions {
  /** `address` or `address:port` of resolvers; empty: those of the system. */
  servers?: readonly string[];
  /** Milliseconds until a try is given up; there are two. */
  timeoutMs?: number;
}

/** Error codes that mean that a name, or its record of this type, does not exist; any other error means that the question was not answered. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

/** Makes a reader that asks resolvers. */
export function createDnsReader({ servers = [], timeoutMs = 3000 }: DnsOptions = {}): DnsReader {
  const resolver = new promises.Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  return {
    txt: (name) => ask(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    cname: (name) => ask(async () => (await resolver.resolveCname(name)).map(plainName)),
    mx: (name) =>
      ask(async () =>
        (await resolver.resolveMx(name))
          .map(({ exchange, priority }) => ({ exchange: plainName(exchange), priority }))
          .sort((a, b) => a.priority - b.priority),
      ),
    addresses: async (name) => {
      const answers = await Promise.all([ask(() => resolver.resolve4(name)), ask(() => resolver.resolve6(name))]);
      const records = answers.flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
      if (records.length > 0) return { kind: 'found', records };
      return answers.some(({ kind }) => kind === 'failed') ? { kind: 'failed' } : { kind: 'none' };
    },
    names: (address) => ask(async () => (await resolver.reverse(address)).map(plainName)),
  };
}

async function ask<Record>(question: () => Promise<Record[]>): Promise<DnsAnswer<Record>> {
  try {
    const records = await question();
    return records.length > 0 ? { kind: 'found', records } : { kind: 'none' };
  } catch (error) {
    return { kind: absent.has((error as NodeJS.ErrnoException).code ?? '') ? 'none' : 'failed' };
  }
}
