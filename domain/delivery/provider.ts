/** Who runs mailboxes: what senders are judged by, each on its own, and what counts as one receiver. `key` is stable. */
export interface Provider {
  key: string;
  name: string;
}

interface Known extends Provider {
  /** The ends of the names of the hosts that take its mail, and that of the domains it hosts. */
  hosts: readonly string[];
  /** Domains that it gives addresses at itself. */
  domains: readonly string[];
}

const known: readonly Known[] = [
  {
    key: 'google',
    name: 'Google',
    hosts: ['google.com', 'googlemail.com', 'smtp.goog'],
    domains: ['gmail.com', 'googlemail.com'],
  },
  {
    key: 'microsoft',
    name: 'Microsoft',
    hosts: ['protection.outlook.com', 'mx.microsoft', 'outlook.com', 'hotmail.com'],
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com', 'windowslive.com'],
  },
  {
    key: 'yahoo',
    name: 'Yahoo',
    hosts: ['yahoodns.net', 'yahoo.com', 'aol.com'],
    domains: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'aim.com'],
  },
  {
    key: 'apple',
    name: 'Apple',
    hosts: ['mail.icloud.com', 'apple.com'],
    domains: ['icloud.com', 'me.com', 'mac.com'],
  },
  {
    key: 'unitedinternet',
    name: 'GMX and WEB.DE',
    hosts: ['gmx.net', 'web.de', 'mail.com'],
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 'mail.com', 'email.com', 'caramail.com'],
  },
  { key: 'telekom', name: 'Telekom', hosts: ['t-online.de'], domains: ['t-online.de', 'magenta.de'] },
  { key: 'freenet', name: 'freenet', hosts: ['freenet.de'], domains: ['freenet.de'] },
  {
    key: 'proton',
    name: 'Proton',
    hosts: ['protonmail.ch', 'proton.me'],
    domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'],
  },
  {
    key: 'fastmail',
    name: 'Fastmail',
    hosts: ['messagingengine.com'],
    domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com'],
  },
  {
    key: 'zoho',
    name: 'Zoho',
    hosts: ['zoho.com', 'zoho.eu', 'zoho.in'],
    domains: ['zoho.com', 'zohomail.com', 'zohomail.eu'],
  },
  {
    key: 'mailru',
    name: 'Mail.ru',
    hosts: ['mail.ru'],
    domains: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru'],
  },
  {
    key: 'yandex',
    name: 'Yandex',
    hosts: ['yandex.net', 'yandex.ru'],
    domains: ['yandex.ru', 'yandex.com', 'ya.ru'],
  },
  { key: 'orange', name: 'Orange', hosts: ['orange.fr', 'wanadoo.fr'], domains: ['orange.fr', 'wanadoo.fr'] },
  { key: 'free', name: 'Free', hosts: ['free.fr'], domains: ['free.fr'] },
  { key: 'laposte', name: 'La Poste', hosts: ['laposte.net'], domains: ['laposte.net'] },
  { key: 'libero', name: 'Libero', hosts: ['libero.it'], domains: ['libero.it', 'virgilio.it', 'iol.it'] },
  { key: 'comcast', name: 'Comcast', hosts: ['comcast.net'], domains: ['comcast.net', 'xfinity.com'] },
  { key: 'att', name: 'AT&T', hosts: ['prodigy.net'], domains: ['att.net', 'sbcglobal.net', 'bellsouth.net'] },
  { key: 'mimecast', name: 'Mimecast', hosts: ['mimecast.com', 'mimecast.co.za'], domains: [] },
  { key: 'proofpoint', name: 'Proofpoint', hosts: ['pphosted.com', 'ppe-hosted.com'], domains: [] },
  { key: 'ionos', name: 'IONOS', hosts: ['kundenserver.de', 'ionos.com', '1and1.com', 'perfora.net'], domains: [] },
  { key: 'ovh', name: 'OVH', hosts: ['mail.ovh.net', 'ovh.net'], domains: [] },
  { key: 'gandi', name: 'Gandi', hosts: ['gandi.net'], domains: [] },
  { key: 'amazon', name: 'Amazon', hosts: ['amazonaws.com'], domains: [] },
];

/** Names under which a provider has a domain in nearly every country: yahoo.co.uk, hotmail.fr, live.nl. */
const everywhere = new Map([
  ['yahoo', 'yahoo'],
  ['hotmail', 'microsoft'],
  ['outlook', 'microsoft'],
  ['live', 'microsoft'],
]);

const byDomain = new Map(known.flatMap(({ key, domains }) => domains.map((domain) => [domain, key])));
const names = new Map(known.map(({ key, name }) => [key, name]));

/** The names of all providers. */
export const providers: readonly string[] = known.map(({ key }) => key);

/** Every domain that a provider gives addresses at: what a mistyped one is held against. */
export const providerDomains: readonly string[] = [...byDomain.keys()];

/** The provider of every domain that one gives addresses at, for whoever asks of many at once. */
export const domainProviders: readonly { domain: string; key: string }[] = [...byDomain].map(([domain, key]) => ({
  domain,
  key,
}));

/** The same for the names of `everywhere`. */
export const nationalProviders: readonly { name: string; key: string }[] = [...everywhere].map(([name, key]) => ({
  name,
  key,
}));

/** What a provider, or a receiving domain, is called. */
export function receiverName(receiver: string): string {
  return receiver === '' ? 'Erased since' : (names.get(receiver) ?? receiver);
}

/** The provider of a domain that is known without asking; null: its MX says. */
export function knownProvider(domain: string): string | null {
  return byDomain.get(domain) ?? null;
}

/** The provider by the hosts that take a domain's mail, the preferred one first; null: it takes its mail itself. */
export function providerOf(exchanges: readonly string[]): string | null {
  for (const exchange of exchanges)
    for (const { key, hosts } of known)
      if (hosts.some((end) => exchange === end || exchange.endsWith(`.${end}`))) return key;
  return null;
}

/**
 * Who receives mail to a domain (lower case; empty: of somebody who was erased): its provider, or else whoever runs the domain. `hosted`
 * is what its MX says: a provider, null where it takes its mail itself, undefined where nobody has asked: its name decides then.
 */
export function receiverOf(domain: string, hosted?: string | null): Provider {
  if (domain === '') return { key: '', name: receiverName('') };
  const key = knownProvider(domain) ?? (hosted === undefined ? nationalOf(domain) : hosted) ?? domain;
  return { key, name: receiverName(key) };
}

/** The provider of a domain such as yahoo.co.uk or hotmail.fr. */
function nationalOf(domain: string): string | undefined {
  const match = /^([a-z]+)\.(?:[a-z]{2}|com?\.[a-z]{2})$/.exec(domain);
  return match?.[1] === undefined ? undefined : everywhere.get(match[1]);
}
