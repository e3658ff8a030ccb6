import { expect, it } from 'vitest';
import { knownProvider, providerOf, receiverName, receiverOf } from './provider.ts';

it.each([
  [['aspmx.l.google.com', 'alt1.aspmx.l.google.com'], 'google'],
  [['example-com.mail.protection.outlook.com'], 'microsoft'],
  [['mta5.am0.yahoodns.net'], 'yahoo'],
  [['mx00.ionos.com'], 'ionos'],
  [['mx.example.com'], null],
  // Nobody is taken for a provider by a name that only ends alike.
  [['mx.notgoogle.com'], null],
  [[], null],
])('mail that %j takes is of %s', (exchanges, provider) => {
  expect(providerOf(exchanges)).toBe(provider);
});

it('knows providers’ own domains without asking, and what they are called', () => {
  expect([knownProvider('gmail.com'), knownProvider('shop.example')]).toEqual(['google', null]);
  expect([receiverName('google'), receiverName('shop.example'), receiverName('zoho')]).toEqual([
    'Google',
    'shop.example',
    'Zoho',
  ]);
});

it.each<[string, string | null | undefined, string]>([
  ['gmail.com', undefined, 'google'],
  // A company whose mail Google takes counts there; one that takes its own does not.
  ['acme.example', 'google', 'google'],
  ['acme.example', null, 'acme.example'],
  ['acme.example', undefined, 'acme.example'],
  // Its name says it where nobody has asked, and its MX otherwise.
  ['yahoo.co.uk', undefined, 'yahoo'],
  ['yahoo.co.jp', null, 'yahoo.co.jp'],
  ['hotmail.fr', 'microsoft', 'microsoft'],
  ['gmail.com', null, 'google'],
  // What every object of the language has is no provider.
  ['constructor.io', undefined, 'constructor.io'],
  ['', undefined, ''],
])('mail to %s whose MX says %s is received by %s', (domain, hosted, receiver) =>
  expect(receiverOf(domain, hosted).key).toBe(receiver),
);

it.each([
  ['gmail.com', 'google'],
  ['googlemail.com', 'google'],
  ['hotmail.co.uk', 'microsoft'],
  ['live.nl', 'microsoft'],
  ['yahoo.com.br', 'yahoo'],
  ['aol.com', 'yahoo'],
  ['me.com', 'apple'],
  ['web.de', 'unitedinternet'],
  ['yahoo.example', 'yahoo.example'],
  ['notgmail.com', 'notgmail.com'],
  ['outlook.evil.com', 'outlook.evil.com'],
  ['acme.example', 'acme.example'],
  ['', ''],
])('mail to %s is received by %s, by its name', (domain, key) => expect(receiverOf(domain).key).toBe(key));
