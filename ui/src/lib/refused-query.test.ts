import { describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { refusedQuery } from './refused-query.ts';

const refusal = (...fields: [name: string, code: string, message: string][]) =>
  new Problem(
    400,
    'invalid',
    'Each field says why.',
    fields.map(([name, code, message]) => ({ path: `query.${name}`, code, message })),
  );
const kinds = 'must be lead or contact';
const at = (address: string) => new URL(address, 'http://localhost');

describe('a refused query of an address', () => {
  it('names the filter, what it is and what it must be, and leads to the list without it', () => {
    expect(refusedQuery(refusal(['kind', 'invalid_value', kinds]), at('/people?kind=xyz&q=ann&cursor=c'))).toEqual({
      title: 'A filter in the address cannot be used',
      sentences: ['Kind is “xyz”, but must be lead or contact.'],
      href: '/people?q=ann',
      label: 'Show the list without this filter',
    });
  });

  it.each([
    ['listId', 'invalid_format', 'must be a UUID', 'List is “x”, but must be one that exists.'],
    [
      'leadFrom',
      'invalid_format',
      'must be a day such as 2026-06-03',
      'Lead from is “x”, but must be a day such as 2026-06-03.',
    ],
    ['sort', 'invalid_value', 'must be name or -name', 'Order is “x”, but must be one that this list has.'],
    [
      'q',
      'half_character',
      'holds half of a character; write it anew',
      'Search holds half of a character; write it anew.',
    ],
    ['nope', 'unrecognized_keys', 'cannot be written here; leave it out', 'Nope is not a filter of this list.'],
  ])('says of %s (%s) what it must be', (name, code, message, sentence) => {
    expect(refusedQuery(refusal([name, code, message]), at(`/people?${name}=x`))?.sentences).toEqual([sentence]);
  });

  it('takes out all that were refused, and stays where one was within the page', () => {
    const two = refusal(['kind', 'invalid_value', kinds], ['listId', 'invalid_format', 'must be a UUID']);
    const refused = refusedQuery(two, at('/campaigns/1?tab=members&kind=a&listId=b'));
    expect(refused).toMatchObject({ href: '/campaigns/1?tab=members', label: 'Show the list without these filters' });
    expect(refused?.sentences).toHaveLength(2);
  });

  it.each([
    [
      'a filter of which two things are refused',
      refusal(['q', 'a', 'is too long'], ['q', 'b', 'is odd']),
      '/people?q=x',
    ],
    ['a filter that is there twice', refusal(['other', 'a', 'is odd']), '/people?q=x&q=y'],
  ])('counts once %s', (_, refused, address) => {
    expect(refusedQuery(refused, at(address))).toMatchObject({
      title: 'A filter in the address cannot be used',
      label: 'Show the list without this filter',
    });
  });

  it('begins the list anew where only the place in it is wrong', () => {
    const wrong = refusal(['cursor', 'invalid_cursor', 'is not a cursor of this list']);
    expect(refusedQuery(wrong, at('/people?kind=lead&cursor=abc'))).toMatchObject({
      title: 'This page of the list is not there',
      href: '/people?kind=lead',
      label: 'Begin at the first page',
    });
  });

  it('takes out every filter where the page calls the one that was refused something else', () => {
    const other = refusal(['eventTypes', 'invalid_format', 'must be a word']);
    expect(refusedQuery(other, at('/people/1?tab=timeline&machines=x'))?.href).toBe('/people/1?tab=timeline');
  });

  it('is none where the address asks for nothing, or something else was refused', () => {
    expect(refusedQuery(refusal(['kind', 'invalid_value', kinds]), at('/people?tab=a'))).toBeNull();
    expect(
      refusedQuery(new Problem(400, 'invalid', 'No.', [{ path: 'id', code: 'x', message: 'x' }]), at('/a?b=c')),
    ).toBeNull();
    expect(refusedQuery(new Problem(503, 'away', 'Away.'), at('/people?kind=lead'))).toBeNull();
    expect(refusedQuery(new Error('x'), at('/people?kind=lead'))).toBeNull();
  });
});
