import { foldColumn } from './fold-column.ts';
import type { ContentField, ContentMappingInput, MappedContentField } from './content-mapping.ts';
import { guessDateOrder } from './guess-date-order.ts';

/** Names that columns of content commonly have, in several languages. */
const synonyms: Readonly<Record<ContentField, readonly string[]>> = {
  url: ['url', 'link', 'address', 'page url', 'permalink', 'web address', 'adresse', 'lien', 'enlace'],
  title: ['title', 'headline', 'name', 'content title', 'titel', 'titre', 'título'],
  description: ['description', 'summary', 'excerpt', 'abstract', 'teaser', 'meta description', 'beschreibung'],
  format: ['format', 'type', 'content type', 'kind', 'art'],
  topics: ['topics', 'topic', 'tags', 'tag', 'categories', 'category', 'themes', 'themen', 'catégories'],
  language: ['language', 'lang', 'locale', 'sprache', 'langue', 'idioma'],
  imageUrl: ['image url', 'image', 'picture', 'thumbnail', 'featured image', 'bild'],
  validFrom: ['valid from', 'from', 'start', 'start date', 'publish date', 'published', 'gültig ab'],
  validUntil: ['valid until', 'until', 'end', 'end date', 'expires', 'expiry date', 'gültig bis'],
};

/** Whether a file looks like one of content: it has addresses and titles, and no people. */
export function looksLikeContent(columns: readonly string[]): boolean {
  const names = columns.map(fieldOf);
  const isOfPeople = columns.some((column) => /e-?mail/i.test(column));
  return names.includes('url') && names.includes('title') && !isOfPeople;
}

/** Suggests what becomes of the columns of a file of content, from their names and the values in its first rows. */
export function suggestContentMapping(columns: readonly string[], rows: readonly string[][]): ContentMappingInput {
  const taken = new Set<ContentField>();
  const fields = columns.flatMap((column): MappedContentField[] => {
    const to = fieldOf(column);
    if (!to || taken.has(to)) return [];
    taken.add(to);
    return [{ column, to }];
  });
  const dates = fields.flatMap((field) =>
    'column' in field && (field.to === 'validFrom' || field.to === 'validUntil')
      ? rows.map((row) => row[columns.indexOf(field.column)]?.trim() ?? '').filter(Boolean)
      : [],
  );
  return { fields, dateOrder: guessDateOrder(dates, ['ymd', 'dmy', 'mdy']) };
}

function fieldOf(column: string): ContentField | undefined {
  const all = Object.entries(synonyms) as [ContentField, readonly string[]][];
  return all.find(([, names]) => names.some((name) => foldColumn(name) === foldColumn(column)))?.[0];
}
