/** Who runs mailboxes: what senders are judged by, each on its own. `key` is stable; a domain that nobody is known for is its own. */
export interface Provider {
  key: string;
  name: string;
}

const known: readonly (Provider & { domains: readonly string[] })[] = [
  { key: 'google', name: 'Google', domains: ['gmail.com', 'googlemail.com'] },
  {
    key: 'microsoft',
    name: 'Microsoft',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com', 'windowslive.com'],
  },
  { key: 'yahoo', name: 'Yahoo', domains: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'aim.com'] },
  { key: 'apple', name: 'Apple', domains: ['icloud.com', 'me.com', 'mac.com'] },
  {
    key: 'gmx',
    name: 'GMX and WEB.DE',
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 'mail.com', 'email.com', 'caramail.com'],
  },
  { key: 'telekom', name: 'Deutsche Telekom', domains: ['t-online.de', 'magenta.de'] },
  { key: 'freenet', name: 'freenet', domains: ['freenet.de'] },
  { key: 'proton', name: 'Proton', domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'] },
  { key: 'fastmail', name: 'Fastmail', domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com'] },
  { key: 'zoho', name: 'Zoho', domains: ['zoho.com', 'zohomail.com', 'zohomail.eu'] },
  { key: 'mailru', name: 'Mail.ru', domains: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru'] },
  { key: 'yandex', name: 'Yandex', domains: ['yandex.ru', 'yandex.com', 'ya.ru'] },
  { key: 'orange', name: 'Orange', domains: ['orange.fr', 'wanadoo.fr'] },
  { key: 'free', name: 'Free', domains: ['free.fr'] },
  { key: 'laposte', name: 'La Poste', domains: ['laposte.net'] },
  { key: 'libero', name: 'Libero', domains: ['libero.it', 'virgilio.it', 'iol.it'] },
  { key: 'comcast', name: 'Comcast', domains: ['comcast.net', 'xfinity.com'] },
  { key: 'att', name: 'AT&T', domains: ['att.net', 'sbcglobal.net', 'bellsouth.net'] },
];

/** Names under which a provider has a domain in nearly every country: yahoo.co.uk, hotmail.fr, live.nl. */
const everywhere: Record<string, string> = {
  yahoo: 'yahoo',
  hotmail: 'microsoft',
  outlook: 'microsoft',
  live: 'microsoft',
};

const byDomain = new Map(known.flatMap(({ domains, ...provider }) => domains.map((domain) => [domain, provider])));
const byKey = new Map(known.map(({ domains: _, ...provider }) => [provider.key, provider]));

/** Who receives mail to a domain (lower case): a well-known provider, or else whoever runs the domain. */
export function providerOf(domain: string): Provider {
  if (domain === '') return { key: '', name: 'Erased since' };
  const found = byDomain.get(domain) ?? byKey.get(nationalOf(domain) ?? '');
  return found ?? { key: domain, name: domain };
}

/** The provider of a domain such as yahoo.co.uk or hotmail.fr. */
function nationalOf(domain: string): string | undefined {
  const match = /^([a-z]+)\.(?:[a-z]{2}|com?\.[a-z]{2})$/.exec(domain);
  return match?.[1] === undefined ? undefined : everywhere[match[1]];
}

/** Every domain that a well-known provider gives addresses at: what a mistyped one is held against. */
export const providerDomains: readonly string[] = known.flatMap(({ domains }) => domains);
