import { expect, it } from 'vitest';
import { placementByProvider } from './placement.ts';

it('puts copies together with the provider that takes them, and counts each once', () => {
  const rows = [
    { domain: 'gmail.com', placement: 'inbox' as const, copies: 2 },
    { domain: 'firm.example', hosted: 'google', placement: 'spam' as const, copies: 1 },
    { domain: 'gmail.com', placement: null, copies: 3 },
    { domain: 'own.example', hosted: null, placement: 'missing' as const, copies: 1 },
  ];
  expect(placementByProvider(rows)).toEqual([
    { key: 'google', name: 'Google', sent: 6, inbox: 2, other: 0, spam: 1, missing: 0, unknown: 3 },
    { key: 'own.example', name: 'own.example', sent: 1, inbox: 0, other: 0, spam: 0, missing: 1, unknown: 0 },
  ]);
});
