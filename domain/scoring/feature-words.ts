import { countedEvents, countName, type CountedEvent, type fieldFeatures } from './features.ts';

const fieldLabels: Record<keyof typeof fieldFeatures, string> = {
  'person.jobTitle': 'Job title',
  'person.company': 'Company',
  'person.country': 'Country',
  'person.region': 'Region',
  'person.language': 'Language',
  'person.leadSource': 'Lead source',
};

const labels: Record<string, string> = {
  ...fieldLabels,
  'known.days': 'Days since they became a lead',
  'quiet.days': 'Days since they last did something',
  'sent.90': 'E-mails sent to them in 90 days',
  campaigns: 'Campaigns they are a member of',
  responses: 'Campaigns they responded to',
  lists: 'Lists they are on',
  account: 'Belongs to an account',
};

/** The names of everything that is known of people in every organisation; its own attributes come on top. */
export const usualFeatures: readonly string[] = [
  ...Object.keys(labels),
  ...(Object.keys(countedEvents) as CountedEvent[]).flatMap((event) => [
    countName(event, '30'),
    countName(event, 'ever'),
  ]),
];

/** What a feature is called, as a heading: "Clicked a link, 30 days". */
export function featureLabel(feature: string): string {
  const known = labels[feature];
  if (known) return known;
  const event = eventOf(feature);
  if (event) return `${capital(countedEvents[event.kind])}, ${event.isRecent ? '30 days' : 'ever'}`;
  return feature.startsWith('attributes.') ? keyWords(feature.slice('attributes.'.length)) : feature;
}

/** What a value of a feature says of somebody, in a sentence without a full stop: "Clicked a link twice in 30 days". */
export function featureText(feature: string, value: string | number | null): string {
  const event = eventOf(feature);
  if (event) return eventText(event, Number(value ?? 0));
  const count = Math.floor(Number(value ?? 0));
  switch (feature) {
    case 'known.days':
      return `A lead for ${days(count)}`;
    case 'quiet.days':
      return value === null
        ? 'Never did anything'
        : `Last did something ${count === 0 ? 'today' : `${days(count)} ago`}`;
    case 'sent.90':
      return `Got ${count === 0 ? 'no e-mail' : plural(count, 'e-mail')} in 90 days`;
    case 'campaigns':
      return count === 0 ? 'A member of no campaign' : `A member of ${plural(count, 'campaign')}`;
    case 'responses':
      return count === 0 ? 'Responded to no campaign' : `Responded to ${plural(count, 'campaign')}`;
    case 'lists':
      return count === 0 ? 'On no list' : `On ${plural(count, 'list')}`;
    case 'account':
      return count === 0 ? 'Belongs to no account' : 'Belongs to an account';
    default:
      return value === null ? `${featureLabel(feature)} is not known` : `${featureLabel(feature)}: ${shown(value)}`;
  }
}

/** The key of an attribute as words: `leadQuality` and `lead_quality` are "Lead quality". */
const keyWords = (key: string): string =>
  capital(
    key
      .replace(/([a-z0-9])([A-Z])(?=[a-z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
      .replace(/_+/g, ' ')
      .trim(),
  );

interface CountOf {
  kind: CountedEvent;
  isRecent: boolean;
}

function eventOf(feature: string): CountOf | null {
  const [kind, window] = feature.split('.');
  if (!kind || !(kind in countedEvents) || (window !== '30' && window !== 'ever')) return null;
  return { kind: kind as CountedEvent, isRecent: window === '30' };
}

function eventText({ kind, isRecent }: CountOf, count: number): string {
  const did = countedEvents[kind];
  const when = isRecent ? ' in 30 days' : '';
  if (count === 0) return isRecent ? `${never[kind]} in 30 days` : capital(`never ${did}`);
  return `${capital(did)} ${count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`}${when}`;
}

const never: Record<CountedEvent, string> = {
  open: 'Opened no e-mail',
  click: 'Clicked no link',
  reply: 'Answered no e-mail',
  page_view: 'Looked at no page',
  form: 'Filled in no form',
  custom: 'Did nothing that an application told of',
};

const days = (count: number): string => plural(count, 'day');
const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const shown = (value: string | number): string => {
  const number = Number(value);
  return typeof value === 'number' && !Number.isInteger(number) ? number.toFixed(1) : String(value);
};
