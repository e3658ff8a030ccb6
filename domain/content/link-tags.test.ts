import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tagLink, type LinkTags } from './link-tags.ts';

const tags: LinkTags = {
  utmId: 'spring-1',
  campaign: 'Spring & more',
  content: 'Read on',
  ownOrigins: ['https://shop.example'],
  visit: 'token',
};
const all =
  'utm_id=spring-1&utm_source=salescompass&utm_medium=email&utm_campaign=Spring%20%26%20more&utm_content=Read%20on';

it.each([
  ['https://other.example/a', `https://other.example/a?${all}`],
  ['https://shop.example/a?b=c#d?e', `https://shop.example/a?b=c&${all}&sc_visit=token#d?e`],
  ['https://other.example/?', `https://other.example/?${all}`],
  [
    'https://other.example/?utm_id=mine&utm_source=',
    'https://other.example/?utm_id=mine&utm_source=&utm_medium=email&utm_campaign=Spring%20%26%20more&utm_content=Read%20on',
  ],
  ['http://shop.example/', `http://shop.example/?${all}`],
  ['nonsense', 'nonsense'],
])('%s becomes %s', (address, tagged) => expect(tagLink(address, tags)).toBe(tagged));

it('adds to any address and takes nothing away, and tags nothing twice', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
      const tagged = tagLink(address, tags);
      const [url, before] = [new URL(tagged), new URL(address)];
      expect([url.hash, url.pathname, url.host]).toEqual([before.hash, before.pathname, before.host]);
      expect(url.search.startsWith(before.search)).toBe(true);
      expect(url.searchParams.get('utm_id')).toBe('spring-1');
      expect(tagLink(tagged, tags)).toBe(tagged);
    }),
    { numRuns: 200 },
  );
});
