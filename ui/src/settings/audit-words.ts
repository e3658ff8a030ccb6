import { dateTime, money } from '../lib/format.ts';
import { nouns, phrases, verbs } from './audit-phrases.ts';

/** The kinds of things that entries are about, as they are chosen from; the log is of those alone. */
export const entityKinds: readonly { value: string; label: string }[] = [
  'account',
  'apiKey',
  'attribute',
  'brand_kit',
  'calendarFeed',
  'campaign',
  'campaignType',
  'content_item',
  'export',
  'form',
  'import',
  'inboundMail',
  'inboundRule',
  'list',
  'mailbox',
  'model',
  'opportunity',
  'person',
  'providerHook',
  'report',
  'seed',
  'segment',
  'segment_suggestion',
  'sender',
  'sendingDomain',
  'suppression',
  'template',
  'template_image',
  'tenant',
  'topic',
  'user',
  'view',
  'webhookEndpoint',
  'writeKey',
]
  .map((value) => ({ value, label: (nouns[value] ?? spaced(value)).replace(/^./, (letter) => letter.toUpperCase()) }))
  .sort((x, y) => x.label.localeCompare(y.label));

/** "campaign.create" → "made a campaign", in words that follow a name. */
export function actionWords(action: string): string {
  if (phrases[action]) return phrases[action];
  const [entity = '', verb = '', decision] = action.split('.');
  const noun = article(nouns[entity] ?? spaced(entity));
  if (verb === 'version' && decision) return `${verbs[decision] ?? spaced(decision)} a version of ${noun}`;
  return `${verbs[verb] ?? spaced(verb)} ${noun}`.trim();
}

/** What an entry is about, as far as its words go by it. */
interface Told {
  action: string;
  entity: { kind: string; name: string | null };
  part?: unknown;
}

/** Whether the deed ends with the kind of what it was done to ("made a campaign"), so that its name can follow at once. */
const endsWithKind = ({ action, entity, part }: Told): boolean =>
  !part && actionWords(action).endsWith(` ${nouns[entity.kind] ?? spaced(entity.kind)}`);

/** The deed of an entry, before the names of a part and of what it is about: "made the campaign". */
export function deedWords(entry: Told): string {
  const words = actionWords(entry.action);
  if (entry.entity.name === null || !endsWithKind(entry)) return words;
  const kind = nouns[entry.entity.kind] ?? spaced(entry.entity.kind);
  return words.replace(new RegExp(` an? ${kind}$`), ` the ${kind}`);
}

/** What stands before the name of what it was done to: nothing where the deed ends with its kind, else "in" a campaign, "of" anything else. */
export function entityWord(entry: Told): string {
  if (endsWithKind(entry)) return '';
  return entry.entity.kind === 'campaign' ? 'in' : 'of';
}

/** One changed field as "start at: 3 Jun, 09:00 → 4 Jun, 09:00"; empty where there is nothing to tell. */
export function changeWords(change: { field: string; from?: unknown; to?: unknown }, timeZone: string): string {
  const [from, to] = [valueWords(change.from, timeZone), valueWords(change.to, timeZone)];
  if (from === '' && to === '') return '';
  const field = spaced(change.field).replace(/ ids?$/, '');
  // Ids tell people nothing: what counts is that another one was chosen.
  if (isId(change.from) || isId(change.to))
    return `${field}: ${to === '' ? 'none any more' : from === '' ? 'chosen' : 'another one'}`;
  return from === '' ? `${field}: ${to}` : `${field}: ${from} → ${to || 'nothing'}`;
}

function valueWords(value: unknown, timeZone: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    if (value.every(isId)) return value.length === 0 ? '' : `${value.length} chosen`;
    return value.map((entry) => valueWords(entry, timeZone)).join(', ');
  }
  if (isMoney(value)) return money(value);
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([key, part]) => [
      spaced(key)
        .replace(/s? ids$/, 's')
        .replace(/ id$/, ''),
      valueWords(part, timeZone),
    ]);
    return parts
      .flatMap(([key, part]) => (part === '' || part === 'no' ? [] : [part === 'yes' ? key : `${key}: ${part}`]))
      .join(', ');
  }
  if (typeof value !== 'string') return String(value);
  if (isId(value)) return 'chosen';
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return dateTime(value, timeZone);
  if (/^[a-z]+(_[a-z]+)+$/.test(value)) return value.replaceAll('_', ' ');
  return value.length > 120 ? `${value.length.toLocaleString('en-GB')} characters` : value;
}

const isMoney = (value: unknown): value is { amountMinor: number; currency: string } =>
  typeof value === 'object' &&
  value !== null &&
  'currency' in value &&
  'amountMinor' in value &&
  typeof value.amountMinor === 'number';

const isId = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);

/** Declared and not kept in a name: the kinds above are made while this is read. */
function spaced(text: string): string {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();
}

function article(noun: string): string {
  if (noun === '') return '';
  return /^[aeiou]/i.test(noun) && noun !== 'user' ? `an ${noun}` : `a ${noun}`;
}
