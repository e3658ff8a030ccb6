import { Problem } from './problem.ts';

/** What of an address the API refused: why, in sentences, and the same address without it. */
export interface RefusedQuery {
  title: string;
  sentences: string[];
  href: string;
  /** What leads there. */
  label: string;
}

/** Where one is within a page stays, and is no filter. */
const places = ['tab', 'view'];

/** Reads a refusal of what the query of an address (`search`) says; null where its query is not what was refused. */
export function refusedQuery(
  error: unknown,
  { pathname, search }: { pathname: string; search: string },
): RefusedQuery | null {
  if (!(error instanceof Problem) || error.status !== 400 || error.fields.length === 0) return null;
  const said = new URLSearchParams(search);
  const filters = [...new Set(said.keys())].filter((name) => !places.includes(name));
  if (filters.length === 0 || error.fields.some(({ path }) => !path.startsWith('query.'))) return null;
  const refused = error.fields.map(({ path, ...why }) => ({ name: path.split('.')[1] ?? '', ...why }));
  const named = [...new Set(refused.map(({ name }) => name))].filter((name) => said.has(name));
  // A page may call a filter something else than the API does.
  const gone = named.length > 0 ? named : filters;
  const isPlaceOnly = gone.every((name) => name === 'cursor');
  // A place in a list belongs to its filters.
  for (const name of [...gone, 'cursor']) said.delete(name);
  const rest = said.toString();
  return {
    title: isPlaceOnly
      ? 'This page of the list is not there'
      : `${gone.length === 1 ? 'A filter' : 'Filters'} in the address cannot be used`,
    sentences: [...new Set(refused.map((field) => sentenceOf(field, new URLSearchParams(search).get(field.name))))],
    href: rest === '' ? pathname : `${pathname}?${rest}`,
    label: isPlaceOnly
      ? 'Begin at the first page'
      : `Show the list without ${gone.length === 1 ? 'this filter' : 'these filters'}`,
  };
}

const wordsFor: Record<string, string> = { q: 'Search', sort: 'Order', parentId: 'Campaign above' };

/** What a filter is called: `sourceCampaignId` is the source campaign. */
function labelOf(name: string): string {
  const words = name
    .replace(/(.)Ids?$/, '$1')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  return wordsFor[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

interface Refused {
  name: string;
  code: string;
  message: string;
}

function sentenceOf({ name, code, message }: Refused, value: string | null): string {
  if (code === 'invalid_cursor')
    return 'The address points to a place in a list with another order or other filters, or part of it got lost.';
  const mend = mendOf(name, code, message);
  if (!value || !mend.startsWith('must')) return `${labelOf(name)} ${mend}.`;
  return `${labelOf(name)} is “${shortened(value)}”, but ${mend}.`;
}

/** What a value must be instead, for people who know what they see on the page. */
function mendOf(name: string, code: string, message: string): string {
  if (name === 'sort') return 'must be one that this list has';
  if (message === 'must be a UUID') return 'must be one that exists';
  if (code === 'unrecognized_keys') return 'is not a filter of this list';
  return message;
}

const longest = 40;

const shortened = (value: string): string => (value.length > longest ? `${value.slice(0, longest)}…` : value);
