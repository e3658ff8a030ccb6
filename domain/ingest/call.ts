import { isbot } from 'isbot';
import { cleanText } from './clean-text.ts';
import { parseIsoTime } from './iso-time.ts';
import { longestText } from './limits.ts';
import { sizeProblem } from './size.ts';
import { isTagged, readSource, type Source } from './touch.ts';

/** What can be called, in the shape that Segment gave it. */
export const callTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;

/** One of `callTypes`. */
export type CallType = (typeof callTypes)[number];

/** Calls that are about who somebody is; the others are events. */
export type IdentityType = Extract<CallType, 'identify' | 'group' | 'alias'>;

interface Caller {
  /** Null: the sender gave none, so the same call sent twice is two. */
  messageId: string | null;
  anonymousId: string | null;
  userId: string | null;
  /** How long before it was received it happened, in milliseconds; never less than zero. */
  agoMs: number;
  /** The token that a link of ours put into the page's address, still to be read. */
  visitToken: string | null;
}

/** Something that somebody did on a site, in an app or elsewhere. */
export interface EventCall extends Caller {
  type: 'track' | 'page' | 'screen';
  kind: 'page_view' | 'custom';
  name: string | null;
  utmId: string | null;
  verdict: 'machine' | 'unknown';
  data: EventData;
}

/** The fields of an event that are stored besides its columns. */
export interface EventData {
  /** Of a page: its title. */
  title?: string;
  properties?: Record<string, unknown>;
  source?: Source;
  userAgent?: string;
}

/** Who somebody is: their traits, the account they belong to, or another id of theirs. */
export interface IdentityCall extends Caller {
  type: IdentityType;
  traits: Record<string, unknown>;
  groupId: string | null;
  previousId: string | null;
}

/** One call, understood. */
export type Call = EventCall | IdentityCall;

/** Why a call is refused: where, a stable code and the reason with the mend. */
export interface Refusal {
  path: string;
  code: string;
  message: string;
}

/** What is known of the request beside the call. */
export interface CallContext {
  /** By the address that was called; null in a batch, where each call says it. */
  type: CallType | null;
  receivedAt: number;
  /** Of the batch; a call's own goes before. */
  sentAt: unknown;
  /** Of the request, where the call names none. */
  userAgent: string | null;
}

type Fields = Record<string, unknown>;

/** A refusal, thrown while reading one call. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Reads one call of a body, or says why it cannot be. */
export function readCall(given: unknown, context: CallContext): { call: Call } | { refused: Refusal } {
  try {
    if (!isFields(given)) throw refuse('', 'not_an_object', 'must be an object');
    const tooMuch = sizeProblem(given);
    if (tooMuch) throw refuse('', tooMuch.code, tooMuch.message);
    const type = readType(given, context.type);
    const caller = readCaller(given, context);
    return { call: isIdentity(type) ? readIdentity(given, type, caller) : readEvent(given, type, { caller, context }) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.refusal };
    throw error;
  }
}

function readType(given: Fields, wanted: CallType | null): CallType {
  if (wanted !== null) return wanted;
  const type = callTypes.find((known) => known === given.type);
  if (!type) throw refuse('type', 'unknown_type', `must be one of ${callTypes.join(', ')}`);
  return type;
}

function isIdentity(type: CallType): type is IdentityType {
  return type === 'identify' || type === 'group' || type === 'alias';
}

function readCaller(given: Fields, { receivedAt, sentAt }: CallContext): Caller {
  const caller = {
    messageId: optionalText(given, 'messageId'),
    anonymousId: optionalText(given, 'anonymousId'),
    userId: optionalText(given, 'userId'),
    agoMs: receivedAt - happenedAt(given, { receivedAt, sentAt }),
    visitToken: visitTokenOf(given),
  };
  if (caller.userId === null && caller.anonymousId === null)
    throw refuse('userId', 'missing', 'must be given, or an anonymousId in its place');
  return caller;
}

/** When it happened by our clock: the sender's clock is as wrong as its `sentAt` is. Never in the future. */
function happenedAt(given: Fields, { receivedAt, sentAt }: { receivedAt: number; sentAt: unknown }): number {
  const at = timeOf(given, 'originalTimestamp') ?? timeOf(given, 'timestamp');
  if (at === null) return receivedAt;
  const sent = timeOf(given, 'sentAt') ?? timeOf({ sentAt }, 'sentAt');
  return Math.min(receivedAt, sent === null ? at : receivedAt - (sent - at));
}

const [earliest, latest] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];

function timeOf(given: Fields, field: string): number | null {
  const value = given[field];
  if (value === undefined || value === null) return null;
  const at = typeof value === 'string' ? parseIsoTime(value) : NaN;
  if (!(at >= earliest && at < latest)) throw refuse(field, 'not_a_time', aTime);
  return at;
}

const aTime = 'must be a time in ISO 8601 of the years 2000 to 2099, such as 2026-06-01T09:30:00.000Z';

function readEvent(
  given: Fields,
  type: EventCall['type'],
  { caller, context }: { caller: Caller; context: CallContext },
): EventCall {
  const properties = optionalFields(given, 'properties');
  const within = optionalFields(given, 'context') ?? {};
  const page = isFields(within.page) ? within.page : {};
  const source = readSource({
    url: page.url ?? properties?.url,
    referrer: page.referrer ?? properties?.referrer,
    campaign: within.campaign,
  });
  const userAgent = typeof within.userAgent === 'string' ? cleanText(within.userAgent, 300) : context.userAgent;
  const title = page.title ?? properties?.title;
  const data: EventData = {
    ...(typeof title === 'string' && type === 'page' ? { title: cleanText(title, 500) } : {}),
    ...(properties && Object.keys(properties).length > 0 ? { properties } : {}),
    ...(source.url !== null || source.referrer !== null || isTagged(source) ? { source } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
  const name = type === 'track' ? neededText(given, 'event') : optionalText(given, 'name');
  const verdict = userAgent && isMachine(userAgent) ? 'machine' : 'unknown';
  const kind = type === 'track' ? 'custom' : 'page_view';
  return { ...caller, type, kind, name, utmId: source.utm.id ?? null, verdict, data };
}

const judged = new Map<string, boolean>();

/** Browsers come in few kinds, and telling one takes longer than all else that is done with an event. */
function isMachine(userAgent: string): boolean {
  const before = judged.get(userAgent);
  if (before !== undefined) return before;
  if (judged.size > 5000) judged.clear();
  const answer = isbot(userAgent);
  judged.set(userAgent, answer);
  return answer;
}

function readIdentity(given: Fields, type: IdentityType, caller: Caller): IdentityCall {
  if (type === 'alias' && caller.userId === null)
    throw refuse('userId', 'missing', 'name the id that holds from now on');
  return {
    ...caller,
    type,
    traits: optionalFields(given, 'traits') ?? {},
    groupId: type === 'group' ? neededText(given, 'groupId') : null,
    previousId: type === 'alias' ? neededText(given, 'previousId') : null,
  };
}

function visitTokenOf(given: Fields): string | null {
  const within = given.context;
  const token = isFields(within) ? within.visit : undefined;
  return typeof token === 'string' && token.length <= 200 ? token : null;
}

function neededText(given: Fields, field: string): string {
  const text = optionalText(given, field);
  if (text === null) throw refuse(field, 'missing', 'must be given');
  return text;
}

/** A text of an id or name; a number is taken as its digits, as many a shop's ids are numbers. */
function optionalText(given: Fields, field: string): string | null {
  const value = given[field];
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string') throw refuse(field, 'not_a_text', 'must be a text');
  if (text.length > longestText) throw refuse(field, 'too_long', `may have ${longestText} characters`);
  return text;
}

function optionalFields(given: Fields, field: string): Fields | null {
  const value = given[field];
  if (value === undefined || value === null) return null;
  if (!isFields(value)) throw refuse(field, 'not_an_object', 'must be an object');
  return value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(path: string, code: string, message: string): Refused {
  return new Refused({ path, code, message });
}
