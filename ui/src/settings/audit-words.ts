import { dateTime } from '../lib/format.ts';

/** "campaign.stopSending" → "stop sending: campaign", in words that follow a name. */
export function actionWords(action: string): string {
  const [entity = '', verb = ''] = action.split('.');
  const known: Record<string, string> = {
    create: 'made', update: 'changed', delete: 'deleted', remove: 'removed', add: 'added', submit: 'submitted', approve: 'approved',
    reject: 'sent back', withdraw: 'withdrew', schedule: 'scheduled', start: 'started', pause: 'paused', resume: 'resumed',
    complete: 'completed', cancel: 'cancelled', clone: 'copied', stopSending: 'stopped sending of', resumeSending: 'let go on sending of',
    stop: 'stopped', revoke: 'revoked', role: 'changed the role of', erase: 'erased', merge: 'merged', convert: 'converted', import: 'imported',
  };
  if (entity === 'sending') return verb === 'stop' ? 'stopped all sending' : 'let sending go on';
  return `${known[verb] ?? spaced(verb)} ${article(spaced(entity))}`.trim();
}

/** One changed field as "start: n/a → 3 Jun, 09:00". */
export function changeWords(change: { field: string; from?: unknown; to?: unknown }, timeZone: string): string {
  const [from, to] = [valueWords(change.from, timeZone), valueWords(change.to, timeZone)];
  return from === '' ? `${spaced(change.field)}: ${to}` : `${spaced(change.field)}: ${from} → ${to || 'nothing'}`;
}

function valueWords(value: unknown, timeZone: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return dateTime(value, timeZone);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

const spaced = (text: string): string => text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ').toLowerCase();

function article(noun: string): string {
  if (noun === '') return '';
  return /^[aeiou]/.test(noun) && noun !== 'user' ? `an ${noun}` : `a ${noun}`;
}
