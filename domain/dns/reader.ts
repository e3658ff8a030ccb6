/** What a question to DNS came to. `failed`: nobody answered, or a server could not; nothing is known then. */
export type DnsAnswer<Record> = { kind: 'found'; records: Record[] } | { kind: 'none' } | { kind: 'failed' };

/** A host that takes mail of a domain; the lowest priority goes first. */
export interface MailExchange {
  exchange: string;
  priority: number;
}

/** Asks DNS. Names come and go in lower case, without a dot at the end; nothing here throws. */
export interface DnsReader {
  /** Texts, each with its parts joined. */
  txt: (name: string) => Promise<DnsAnswer<string>>;
  cname: (name: string) => Promise<DnsAnswer<string>>;
  mx: (name: string) => Promise<DnsAnswer<MailExchange>>;
  /** IPv4 and IPv6 addresses. */
  addresses: (name: string) => Promise<DnsAnswer<string>>;
  /** The names of an IP address. */
  names: (address: string) => Promise<DnsAnswer<string>>;
}

/** The records of an answer; empty if there are none or if there was no answer. */
export function recordsOf<Record>(answer: DnsAnswer<Record>): Record[] {
  return answer.kind === 'found' ? answer.records : [];
}

/** A name as it is compared: lower case, no dot at the end. */
export function plainName(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '');
}
