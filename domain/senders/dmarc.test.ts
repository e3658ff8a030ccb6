import { expect, it } from 'vitest';
import { isAligned, isRegistered, organizationalDomain, parseDmarc, policyFound } from './dmarc.ts';

it.each([
  ['news.example.com', 'example.com'],
  ['a.b.example.co.uk', 'example.co.uk'],
  ['example.co.uk', 'example.co.uk'],
  ['shop.somebody.github.io', 'somebody.github.io'],
])('the organisation of %s is %s', (domain, organization) => {
  expect(organizationalDomain(domain)).toBe(organization);
});

it.each([
  ['example.com', true],
  ['xn--mnchen-3ya.example', true],
  ['co.uk', false],
  ['github.io', false],
  ['shop.github.io', true],
])('%s is somebody’s: %s', (domain, is) => expect(isRegistered(domain)).toBe(is));

it.each([
  ['example.com', 'example.com', 'strict', true],
  ['example.com', 'bounce.example.com', 'strict', false],
  ['example.com', 'bounce.example.com', 'relaxed', true],
  ['news.example.com', 'bounce.example.com', 'relaxed', true],
  ['example.com', 'example.org', 'relaxed', false],
  // Neither may speak for the other, although both end alike.
  ['one.co.uk', 'other.co.uk', 'relaxed', false],
  ['one.github.io', 'other.github.io', 'relaxed', false],
] as const)('From %s with %s, %s: %s', (from, authenticated, mode, aligned) => {
  expect(isAligned(from, authenticated, mode)).toBe(aligned);
});

it('reads policies as receivers do', () => {
  expect(parseDmarc('v=DMARC1; p=none')).toEqual({ policy: 'none', dkim: 'relaxed', spf: 'relaxed', reports: [] });
  expect(parseDmarc('v=DMARC1;p=REJECT; sp=quarantine ;adkim=s; rua=mailto:a@x.example, mailto:b@x.example')).toEqual({
    policy: 'reject',
    dkim: 'strict',
    spf: 'relaxed',
    reports: ['mailto:a@x.example', 'mailto:b@x.example'],
  });
  expect(parseDmarc('v=DMARC1; p=reject; sp=quarantine', 'sp')?.policy).toBe('quarantine');
  expect(parseDmarc('v=DMARC1; p=reject', 'sp')?.policy).toBe('reject');
  expect(parseDmarc('v=DMARC1; p=monitor')).toBeNull();
  expect(parseDmarc('v=DMARC1')).toBeNull();
});

it.each([
  ['ok', '_dmarc.example.com', 'v=DMARC1; p=none; sp=reject', 'none'],
  ['ok', '_dmarc.com', 'v=DMARC1; p=none; sp=reject', 'reject'],
  ['missing', '_dmarc.example.com', '', 'missing'],
  ['unknown', '_dmarc.example.com', '', null],
  ['wrong', '_dmarc.example.com', 'v=DMARC1; p=sometimes', null],
] as const)('a look that found %s at %s: %s says %s', (verdict, name, record, policy) => {
  expect(policyFound('example.com', [{ check: 'dmarc', name, verdict, found: [record] }])).toBe(policy);
  expect(policyFound('example.com', [])).toBeNull();
});
