import type { DnsReader } from '../../domain/dns/reader.ts';

/** A reader that asks each question once: for the checks of one look, which ask some of them again and again. */
export function rememberAnswers(dns: DnsReader): DnsReader {
  const known = new Map<string, Promise<unknown>>();
  const once =
    <Answer>(kind: keyof DnsReader, ask: (name: string) => Promise<Answer>) =>
    (name: string) => {
      const key = `${kind} ${name}`;
      let answer = known.get(key) as Promise<Answer> | undefined;
      if (!answer) known.set(key, (answer = ask(name)));
      return answer;
    };
  return {
    txt: once('txt', dns.txt),
    cname: once('cname', dns.cname),
    mx: once('mx', dns.mx),
    addresses: once('addresses', dns.addresses),
    names: once('names', dns.names),
  };
}
