import { describe, expect, it } from 'vitest';
import { firstReads } from '../lib/first-reads.ts';
import { chosenColumns, isNarrowed, listQuery, usualColumns, viewOf } from './list-query.ts';

const address = (query: string) => {
  const parameters = new URLSearchParams(query);
  return (name: string): string => parameters.get(name) ?? '';
};

describe('the address of the list of campaigns', () => {
  it('asks the API for what it says, by days of the organisation, the last one included', () => {
    expect(listQuery(address('status=running&tag=B2B&from=2026-06-01&to=2026-06-03'), 'Europe/Berlin')).toEqual({
      limit: 50,
      sort: '-createdAt',
      status: 'running',
      tag: 'B2B',
      startFrom: '2026-05-31T22:00:00.000Z',
      startBefore: '2026-06-03T22:00:00.000Z',
    });
    expect(listQuery(address('sort=name'), 'UTC')).toEqual({ limit: 50, sort: 'name' });
    const asked = new URLSearchParams(
      Object.entries(listQuery(address(''), 'UTC')).map(([name, value]) => [name, String(value)]),
    );
    expect(firstReads.campaigns?.[0]).toBe(`/api/v1/campaigns?${asked.toString()}`);
  });

  it('shows the columns it names, in one order, else the usual ones', () => {
    expect(chosenColumns('budget,status,nonsense').map(({ id }) => id)).toEqual(['status', 'budget']);
    expect(chosenColumns('').map(({ id }) => id)).toEqual(usualColumns);
  });

  it('makes a view without the place in the list', () => {
    expect(viewOf(address('status=draft&columns=owner&cursor=abc&sort=name'))).toEqual({
      status: 'draft',
      columns: 'owner',
      sort: 'name',
    });
    expect([isNarrowed(address('sort=name')), isNarrowed(address('tag=B2B'))]).toEqual([false, true]);
  });
});
