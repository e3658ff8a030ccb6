import { expect, it } from 'vitest';
import { knownProvider, providerOf, receiverName } from './provider.ts';

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
