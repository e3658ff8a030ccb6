import { describe, expect, it } from 'vitest';
import { href, safeReturn } from './paths.ts';

describe('href', () => {
  it('fills parameters and leaves out empty queries', () => {
    expect(href('campaign', { id: 'a b' }, { tab: 'members', q: '' })).toBe('/campaigns/a%20b?tab=members');
    expect(href('people')).toBe('/people');
  });
});

describe('safeReturn', () => {
  it.each([
    [null, '/'],
    ['/people?q=a', '/people?q=a'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/sign-in?next=/x', '/'],
  ])('%s → %s', (next, expected) => expect(safeReturn(next)).toBe(expected));
});
