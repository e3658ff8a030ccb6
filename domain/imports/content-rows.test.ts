import { describe, expect, it } from 'vitest';
import { ContentItemInput } from '../content-items/content-item.ts';
import { ContentMapping } from './content-mapping.ts';
import { mergeContent, readContentRows } from './content-rows.ts';
import { suggestContentMapping } from './content-suggest.ts';
import { guessEntity } from './opportunity-suggest.ts';

const columns = ['Headline', 'Link', 'Type', 'Tags', 'Locale', 'Start date', 'Expires', 'Author'];
const mapping = ContentMapping.parse(suggestContentMapping(columns, [['', '', '', '', '', '13.06.2026', '', '']]));
const read = (...rows: string[][]) =>
  readContentRows(
    mapping,
    columns,
    rows.map((cells, at) => ({ row: at + 2, cells })),
  );

describe('a file of content', () => {
  it('is known by its columns, and its dates by how they are written', () => {
    expect(guessEntity(columns)).toBe('content');
    expect(guessEntity(['Title', 'Link', 'E-mail'])).toBe('people');
    expect(mapping.fields.map(({ to }) => to)).toEqual([
      ...['title', 'url', 'format', 'topics', 'language', 'validFrom', 'validUntil'],
    ]);
    expect(mapping.dateOrder).toBe('dmy');
  });

  it('is read with formats and languages as others write them, and what is empty is not said', () => {
    const link = 'https://www.example.com/guide';
    const { read: rows, remarks } = read(
      ['A guide', link, 'Case Study', 'Halls; Docks;Halls', 'de-AT', '13.06.2026', '', 'Ana'],
      ['', link, 'Blog post', '', '', '', '', ''],
    );
    expect(remarks).toEqual([]);
    expect(rows).toEqual([
      {
        row: 2,
        facts: {
          ...{ url: link, title: 'A guide', format: 'case_study', topics: ['Halls', 'Docks'] },
          ...{ language: 'de', validFrom: '2026-06-13' },
        },
      },
      { row: 3, facts: { url: link, format: 'article' } },
    ]);
  });

  it('says by row and column what is wrong', () => {
    const {
      read: rows,
      remarks,
      rejected,
    } = read(
      ['A', 'www.example.com', 'Song', 'x'.repeat(61), 'german', 'soon', '', ''],
      ['B', '', '', '', '', '', '', ''],
      ['too', 'few'],
    );
    expect([rows.length, rejected]).toEqual([0, 3]);
    expect(remarks.map(({ row, field, reason }) => [row, field, reason])).toEqual([
      [2, 'Link', 'is no address on the web'],
      [2, 'Type', 'is no format of content'],
      [2, 'Tags', 'holds a topic of more than 60 characters'],
      [2, 'Locale', 'is no code of a language'],
      [2, 'Start date', expect.stringContaining('is not a date')],
      [3, 'Link', 'is empty'],
      [4, expect.any(String), expect.stringContaining('cells')],
    ]);
  });
});

describe('an item that a row speaks of', () => {
  const url = 'https://example.com/a';
  const before = ContentItemInput.parse({ title: 'Old', url, topics: ['Halls'], validUntil: '2026-06-01' });

  it('keeps what the row does not say, and its address as it was written', () => {
    const facts = { url: 'http://www.example.com/a/', title: 'New' };
    expect(mergeContent(before, facts, mapping)).toEqual({ item: { ...before, title: 'New' } });
  });

  it('needs a title where it is new, and days in their order', () => {
    expect(mergeContent(null, { url }, mapping)).toMatchObject({ error: { field: 'Headline', reason: 'is empty' } });
    expect(mergeContent(before, { url, validFrom: '2026-07-01' }, mapping)).toMatchObject({
      error: { field: 'Expires', reason: 'is before the first day', value: '2026-06-01' },
    });
  });
});
