import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { expect, it, vi } from 'vitest';
import { hygieneIn, isDisposable, slipOf } from './hygiene.ts';

vi.mock(import('disposable-email-domains-js'), { spy: true });

it.each([
  ['gmial.com', 'gmail.com'],
  ['gmail.con', 'gmail.com'],
  ['hotmial.com', 'hotmail.com'],
  ['outlok.com', 'outlook.com'],
  ['gmaill.com', 'gmail.com'],
  ['gmx.dd', null],
  ['gmail.com', null],
  ['yahoo.co.uk', null],
  ['acme.example', null],
  ['mailinator.com', null],
  ['gmoil.org', null],
  ['gail.io', null],
])('%s is a slip for %s', (domain, slip) => expect(slipOf({ domain, people: 1 })).toBe(slip));

it('a domain that many have is what it says', () => expect(slipOf({ domain: 'gmial.com', people: 51 })).toBeNull());

it.each([
  ['mailinator.com', true],
  ['gmail.com', false],
])('%s lasts for minutes: %s', (domain, is) => expect(isDisposable(domain)).toBe(is));

it('does not make the list of such domains anew for each that is asked about', () => {
  vi.mocked(disposableEmailBlocklistSet).mockClear();
  const rows = ['mailinator.com', 'acme.example', 'gmail.com'].map((domain) => ({ domain, people: 100, roles: 0 }));
  expect(hygieneIn(rows).disposable).toEqual({ people: 100, domains: [{ domain: 'mailinator.com', people: 100 }] });
  expect(vi.mocked(disposableEmailBlocklistSet).mock.calls.length).toBeLessThanOrEqual(1);
});
