import { dateTime } from '../lib/format.ts';

/** Deeds that are not a verb and a noun alone, each followed by the name of what it was done to. */
const phrases: Record<string, string> = {
  'drip.enrol': 'let people into a drip',
  'drip.pausePerson': 'held somebody in a drip',
  'drip.resumePerson': 'let somebody go on in a drip',
  'drip.skipPerson': 'led somebody past a step of a drip',
  'drip.exitPerson': 'took somebody out of a drip',
  'drip.retryCall': 'tried a call again of a drip',
  'drip.version': 'made a new version of a drip',
  'nurture.version': 'made a new version of a nurture programme',
  'nurture.addMembers': 'let people into a nurture programme',
  'nurture.moveMember': 'moved somebody in a nurture programme',
  'nurture.pauseMember': 'held somebody in a nurture programme',
  'nurture.resumeMember': 'let somebody go on in a nurture programme',
  'nurture.orderItems': 'put items in another order in a nurture programme',
  'nurture.addItem': 'added an item',
  'nurture.changeItem': 'changed an item',
  'nurture.removeItem': 'removed an item',
  'nurture.approveItem': 'approved an item',
  'experiment.choose': 'chose what the others get of a test',
  'experiment.decide': 'decided a test',
  'nextActions.accept': 'accepted what is next',
  'nextActions.reject': 'rejected a next action',
  'nextActions.done': 'had done a next action',
  'nextActions.setPolicy': 'changed how next actions are decided',
  'nextActions.look': 'had next actions looked for in a campaign',
  'segment_suggestion.refresh': 'had suggested segments looked for',
  'tasks.done': 'had done a task',
  'model.train': 'had a model learned',
  'model.promote': 'let a model score',
  'model.rollBack': 'stepped back from a model',
  'model.settings': 'changed the settings of scoring',
  'model.scoreEverybody': 'had everybody scored',
};

/** What is called otherwise than its entries are. */
const nouns: Record<string, string> = { experiment: 'test', nurture: 'nurture programme' };

/** "campaign.stopSending" → "stop sending: campaign", in words that follow a name. */
export function actionWords(action: string): string {
  if (phrases[action]) return phrases[action];
  const [entity = '', verb = '', decision] = action.split('.');
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
  const noun = article(nouns[entity] ?? spaced(entity));
  if (verb === 'version' && decision) return `${known[decision] ?? spaced(decision)} a version of ${noun}`;
  return `${known[verb] ?? spaced(verb)} ${noun}`.trim();
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
