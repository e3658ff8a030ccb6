/** What a link of a message is tagged with. */
export interface LinkTags {
  utmId: string;
  campaign: string;
  /** Which link of the message it was. */
  content: string;
  /** Where the visit is told to the page: origins of the tenant's own sites. */
  ownOrigins: readonly string[];
  /** The token that tells such a page which message brought its visitor. */
  visit: string;
}

/** The parameter that holds the token of a visit. */
export const visitParameter = 'sc_visit';

/**
 * An address with the tags of its campaign. What the author wrote there stays; everything else of the address, its fragment too, stays
 * letter by letter.
 */
export function tagLink(address: string, tags: LinkTags): string {
  if (!URL.canParse(address)) return address;
  const { origin, searchParams } = new URL(address);
  const wanted: [string, string][] = [
    ['utm_id', tags.utmId],
    ['utm_source', 'salescompass'],
    ['utm_medium', 'email'],
    ['utm_campaign', tags.campaign],
    ['utm_content', tags.content],
    ...(tags.ownOrigins.includes(origin) ? [[visitParameter, tags.visit] as [string, string]] : []),
  ];
  const added = wanted
    .filter(([name, value]) => value !== '' && !searchParams.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  if (added === '') return address;
  const [, before = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(address) ?? [];
  const query = /\?(.*)$/s.exec(before)?.[1];
  const joint = query === undefined ? '?' : query === '' || query.endsWith('&') ? '' : '&';
  return `${before}${joint}${added}${fragment}`;
}
