import { describe, expect, it } from 'vitest';
import { withoutQuoted } from './excerpt.ts';

describe('what somebody wrote', () => {
  it.each([
    ['Gmail', 'Yes, call me.\n\nOn Mon, 1 Jun 2026 at 09:00, Acme <news@acme.example> wrote:\n> Hello'],
    [
      'Gmail, broken in two',
      'Yes, call me.\n\nOn Mon, 1 Jun 2026 at 09:00, Acme News and Offers\n<news@acme.example> wrote:\n\n> Hello',
    ],
    ['German', 'Yes, call me.\n\nAm 01.06.2026 um 09:00 schrieb Acme:\n> Hallo'],
    ['French', 'Yes, call me.\n\nLe lun. 1 juin 2026 à 09:00, Acme <a@b.example> a écrit :\n> Bonjour'],
    ['Outlook', 'Yes, call me.\n\n________________________________\nFrom: Acme <a@b.example>\nSent: Monday\n\nHello'],
    ['Outlook, old', 'Yes, call me.\n\n-----Original Message-----\nFrom: Acme\n\nHello'],
    ['quoted lines alone', '> Shall we call?\nYes, call me.\n> Hello'],
    ['a signature', 'Yes, call me.\n-- \nPat Example\n+1 555'],
    ['a phone', 'Yes, call me.\n\nSent from my phone'],
  ])('is left of %s', (_name, text) => expect(withoutQuoted(text)).toBe('Yes, call me.'));

  it('is all of it where nothing is quoted', () => {
    expect(withoutQuoted('On Monday we wrote to you.\nFrom here on it is fine.')).toBe(
      'On Monday we wrote to you.\nFrom here on it is fine.',
    );
  });

  it('is found in a long text without standing still', () => {
    const start = performance.now();
    withoutQuoted(`On ${'a '.repeat(50_000)}\n`.repeat(5));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
