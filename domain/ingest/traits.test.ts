import { describe, expect, it } from 'vitest';
import { leadSourceOf } from './touch.ts';
import { readTraits } from './traits.ts';

const attributes = [
  { key: 'plan', type: 'text' as const, slot: 'text01' },
  { key: 'seats', type: 'number' as const, slot: 'number01' },
];
const read = (traits: Record<string, unknown>, consentTrait: string | null = null) =>
  readTraits(traits, { attributes, consentTrait });

describe('the traits of somebody', () => {
  it('become fields and attributes where there are such, and are left out otherwise', () => {
    const found = read({
      email: 'Ana@Example.COM',
      name: 'Ana Maria Bô',
      title: 'CTO',
      company: { name: 'Acme' },
      address: { city: 'Porto', postalCode: 4000 },
      timezone: 'Europe/Lisbon',
      plan: 'gold',
      seats: 5,
      shoeSize: 38,
    });
    expect(found).toMatchObject({ email: 'Ana@Example.COM', emailKey: 'ana@example.com', problems: [] });
    expect(found.fields).toEqual({
      firstName: 'Ana Maria',
      lastName: 'Bô',
      jobTitle: 'CTO',
      company: 'Acme',
      city: 'Porto',
      postalCode: '4000',
      timeZone: 'Europe/Lisbon',
    });
    expect(found.attributes).toEqual({ plan: 'gold', seats: 5 });
  });

  it('say nothing of an attribute that every object seems to have', () => {
    const named = [{ key: 'constructor', type: 'text' as const, slot: 'text02' }];
    const found = readTraits({ email: 'ana@example.com' }, { attributes: named, consentTrait: null });
    expect([found.attributes, found.problems]).toEqual([{}, []]);
  });

  it('that do not fit are named, and the others kept', () => {
    const found = read({ email: 'nobody', phone: { a: 1 }, seats: 'many', language: '??', lastName: 'Bô' });
    expect(found.problems).toHaveLength(4);
    expect(found.problems.join()).not.toContain('nobody');
    expect([found.email, found.fields]).toEqual([null, { lastName: 'Bô' }]);
  });

  it('speak of consent only by the one trait that was named for it, and in as many words', () => {
    expect(read({ newsletter: true }).consent).toBeNull();
    expect(read({ newsletter: true }, 'newsletter').consent).toBe('granted');
    expect(read({ newsletter: 'denied' }, 'newsletter').consent).toBe('denied');
    expect(read({ newsletter: 'yes' }, 'newsletter')).toMatchObject({ consent: null, problems: [expect.any(String)] });
  });
});

it.each([
  [{ utm: { source: 'google', medium: 'cpc' }, clickIds: {} }, 'google / cpc'],
  [{ utm: {}, clickIds: { gclid: 'x' } }, 'google'],
  [{ utm: { id: 'c' }, clickIds: {} }, null],
])('a lead that came by %j came from %s', (source, said) => {
  const at = '2026-06-01T00:00:00.000Z';
  expect(leadSourceOf({ at, kind: 'page_view', campaignId: null, url: null, referrer: null, ...source })).toBe(said);
});
