import { dateTime } from '../lib/format.ts';

/** "campaign.stopSending" → "stop sending: campaign", in words that follow a name. */
export function actionWords(action: string): string {
  const [entity = '', verb = ''] = action.split('.');
  const known: Record<string, string> = {
    create: 'made',
    update: 'changed',
    delete: 'deleted',
    remove: 'removed',
    add: 'added',
    submit: 'submitted',
    approve: 'approved',
    reject: 'sent back',
    withdraw: 'withdrew',
    schedule: 'scheduled',
    start: 'started',
    pause: 'paused',
    resume: 'resumed',
    complete: 'completed',
    cancel: 'cancelled',
    clone: 'copied',
    stopSending: 'stopped sending of',
    resumeSending: 'let go on sending of',
    stop: 'stopped',
    revoke: 'revoked',
    role: 'changed the role of',
    setPassword: 'set a new password for',
    invite: 'invited',
    test: 'tested',

    renewCodes: 'made new backup codes for',
    erase: 'erased',
    merge: 'merged',
    convert: 'converted',
    import: 'imported',
  };
  if (entity === 'sending') return verb === 'stop' ? 'stopped all sending' : 'let sending go on';
  return `${known[verb] ?? spaced(verb)} ${article(spaced(entity))}`.trim();
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
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([key, part]) => [
      spaced(key)
        .replace(/ ids?$/, 's')
        .replace(/ss$/, 's'),
      valueWords(part, timeZone),
    ]);
    return parts
      .flatMap(([key, part]) => (part === '' || part === 'no' ? [] : [part === 'yes' ? key : `${key}: ${part}`]))
      .join(', ');
  }
  if (typeof value !== 'string') return String(value);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return dateTime(value, timeZone);
  if (/^[a-z]+(_[a-z]+)+$/.test(value)) return value.replaceAll('_', ' ');
  return value.length > 120 ? `${value.length.toLocaleString('en-GB')} characters` : value;
}

const isId = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);

const spaced = (text: string): string =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();

function article(noun: string): string {
  if (noun === '') return '';
  return /^[aeiou]/.test(noun) && noun !== 'user' ? `an ${noun}` : `a ${noun}`;
}
