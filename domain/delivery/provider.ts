/** Providers that take the mail of many domains, by the ends of the names of their hosts. */
const hosts: Record<string, readonly string[]> = {
  google: ['google.com', 'googlemail.com', 'smtp.goog'],
  microsoft: ['protection.outlook.com', 'mx.microsoft', 'outlook.com', 'hotmail.com'],
  yahoo: ['yahoodns.net', 'yahoo.com', 'aol.com'],
  apple: ['mail.icloud.com', 'apple.com'],
  proton: ['protonmail.ch', 'proton.me'],
  zoho: ['zoho.com', 'zoho.eu', 'zoho.in'],
  fastmail: ['messagingengine.com'],
  mimecast: ['mimecast.com', 'mimecast.co.za'],
  proofpoint: ['pphosted.com', 'ppe-hosted.com'],
  ionos: ['kundenserver.de', 'ionos.com', '1and1.com', 'perfora.net'],
  unitedinternet: ['gmx.net', 'web.de'],
  telekom: ['t-online.de'],
  ovh: ['mail.ovh.net', 'ovh.net'],
  gandi: ['gandi.net'],
  yandex: ['yandex.net', 'yandex.ru'],
  mailru: ['mail.ru'],
  amazon: ['amazonaws.com'],
};

/** Domains of the providers themselves, which need no question to DNS. */
const own: Record<string, string> = {
  'gmail.com': 'google',
  'googlemail.com': 'google',
  'outlook.com': 'microsoft',
  'hotmail.com': 'microsoft',
  'live.com': 'microsoft',
  'msn.com': 'microsoft',
  'yahoo.com': 'yahoo',
  'ymail.com': 'yahoo',
  'aol.com': 'yahoo',
  'icloud.com': 'apple',
  'me.com': 'apple',
  'mac.com': 'apple',
  'proton.me': 'proton',
  'protonmail.com': 'proton',
  'gmx.de': 'unitedinternet',
  'gmx.net': 'unitedinternet',
  'web.de': 'unitedinternet',
  't-online.de': 'telekom',
};

/** The names of all providers. */
export const providers: readonly string[] = Object.keys(hosts);

/** What providers are called. */
const names: Record<string, string> = {
  google: 'Google',
  microsoft: 'Microsoft',
  yahoo: 'Yahoo',
  apple: 'Apple',
  proton: 'Proton',
  ionos: 'IONOS',
  unitedinternet: 'GMX and WEB.DE',
  telekom: 'Telekom',
  ovh: 'OVH',
  mailru: 'Mail.ru',
};

/** What a provider, or a receiving domain, is called. */
export function receiverName(receiver: string): string {
  return names[receiver] ?? (receiver.includes('.') ? receiver : receiver.charAt(0).toUpperCase() + receiver.slice(1));
}

/** The provider of a domain that is known without asking; null: its MX says. */
export function knownProvider(domain: string): string | null {
  return own[domain] ?? null;
}

/** The provider by the hosts that take a domain's mail, the preferred one first; null: it takes its mail itself. */
export function providerOf(exchanges: readonly string[]): string | null {
  for (const exchange of exchanges)
    for (const [provider, ends] of Object.entries(hosts))
      if (ends.some((end) => exchange === end || exchange.endsWith(`.${end}`))) return provider;
  return null;
}
