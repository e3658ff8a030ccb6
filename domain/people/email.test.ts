import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestEmail } from './email-hint.ts';
import { emailKey, parseEmail } from './email.ts';

describe('parseEmail', () => {
  it.each([
    ['Ana@Example.COM', 'ana@example.com'],
    ['  ana@example.com ', 'ana@example.com'],
    ['Ana Bô <ana@example.com>', 'ana@example.com'],
    ["o'brien+tag@sub.example.co.uk", "o'brien+tag@sub.example.co.uk"],
    ['info@münchen.de', 'info@xn--mnchen-3ya.de'],
    ['почта@пример.рф', 'почта@xn--e1afmkfd.xn--p1ai'],
    ['lead-579533@example.test', 'lead-579533@example.test'],
  ])('%s is compared as %s', (given, key) => expect(emailKey(given)).toBe(key));

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ana', 'malformed'],
    ['ana@', 'domain_invalid'],
    ['@example.com', 'malformed'],
    ['ana@@example.com', 'malformed'],
    ['a..b@example.com', 'malformed'],
    ['.a@example.com', 'malformed'],
    ['ana@example.com, bo@example.com', 'malformed'],
    ['ana smith@example.com', 'malformed'],
    ['ana@localhost', 'domain_invalid'],
    ['ana@1.2.3.4', 'domain_invalid'],
    ['ana@-example.com', 'domain_invalid'],
    ['ana@exa_mple.com', 'domain_invalid'],
    ['ana@exa%41mple.com', 'domain_invalid'],
    [`${'a'.repeat(65)}@example.com`, 'too_long'],
    [`a@${'a.'.repeat(130)}com`, 'domain_invalid'],
  ])('%s is refused: %s', (given, problem) => expect(parseEmail(given)).toEqual({ problem }));

  it('never throws, and what it takes it takes again: the key of a key is the key', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-zü@.<> "]{0,40}$/)),
        (text) => {
          const parsed = parseEmail(text);
          if ('problem' in parsed) return;
          expect(emailKey(parsed.key)).toBe(parsed.key);
          expect(emailKey(parsed.email)).toBe(parsed.key);
          expect(parsed.key).toBe(parsed.key.toLowerCase());
          expect(parsed.key).not.toMatch(/[\s<>,;"]/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes every ordinary address', () => {
    const address = fc
      .tuple(fc.stringMatching(/^[a-z0-9]+([._+-][a-z0-9]+)*$/), fc.domain())
      .filter(([local, domain]) => local.length <= 64 && domain.length < 200);
    fc.assert(
      fc.property(address, ([local, domain]) => {
        expect(emailKey(`${local}@${domain}`)).toBe(`${local}@${domain}`.toLowerCase());
      }),
    );
  });
});

describe('suggestEmail', () => {
  it.each([
    ['ana@gmial.com', 'ana@gmail.com'],
    ['ana@hotmal.com', 'ana@hotmail.com'],
    ['ana@gmail.con', 'ana@gmail.com'],
    ['ana@gmail.com', null],
    ['ana@web.de', null],
    ['ana@company.io', null],
    ['ana@example.test', null],
    ['info@xn--mnchen-3ya.de', null],
  ])('%s → %s', (given, meant) => expect(suggestEmail(given)).toBe(meant));
});
