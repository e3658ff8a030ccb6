import { expect, it } from 'vitest';
import { isDisposable, slipOf } from './hygiene.ts';

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
