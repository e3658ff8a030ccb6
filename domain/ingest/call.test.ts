import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCall, type CallContext, type EventCall } from './call.ts';

const receivedAt = Date.parse('2026-06-01T10:00:00.000Z');
const context: CallContext = { type: null, receivedAt, sentAt: undefined, userAgent: null };
const read = (given: unknown, more: Partial<CallContext> = {}) => readCall(given, { ...context, ...more });
const refusalOf = (given: unknown) => {
  const result = read(given);
  return 'refused' in result ? [result.refused.path, result.refused.code] : result;
};
const agoOf = (given: object, more: Partial<CallContext> = {}) => {
  const result = read({ type: 'track', event: 'Tried', userId: 'u1', ...given }, more);
  return 'call' in result ? result.call.agoMs : result;
};

describe('when something happened', () => {
  it('is corrected by how wrong the clock of the sender is', () => {
    // The sender's clock is an hour ahead; it happened a minute before it was sent.
    const sent = { timestamp: '2026-06-01T10:59:00Z', sentAt: '2026-06-01T11:00:00Z' };
    expect(agoOf(sent)).toBe(60_000);
    expect(agoOf({ timestamp: sent.timestamp }, { sentAt: sent.sentAt })).toBe(60_000);
    expect(agoOf({ originalTimestamp: sent.timestamp, sentAt: sent.sentAt })).toBe(60_000);
  });

  it('is what was said where nobody says when it was sent, now where nothing was said, and never in the future', () => {
    expect(agoOf({ timestamp: '2026-06-01T09:59:30Z' })).toBe(30_000);
    expect(agoOf({})).toBe(0);
    expect(agoOf({ timestamp: '2026-07-01T00:00:00Z' })).toBe(0);
  });
});

describe('a time', () => {
  it.each([
    ['2026-06-01T09:59:30Z', 30_000],
    ['2026-06-01T11:59:30.000+02:00', 30_000],
    ['2026-06-01 11:59:30+0200', 30_000],
    ['2026-06-01 11:59:30.000000+02', 30_000],
    ['2026-06-01T09:59', 60_000],
    ['2026-06-01', 36_000_000],
  ])('is read from ISO 8601: %s', (timestamp, ago) => expect(agoOf({ timestamp })).toBe(ago));

  it.each(['5', '2026', 'June 1, 2026', '2026-02-30T10:00:00Z', '2026-06-01T25:00:00Z', '1970-01-01T00:00:00Z'])(
    'is not %s',
    (timestamp) => expect(refusalOf({ type: 'page', userId: 'u1', timestamp })).toEqual(['timestamp', 'not_a_time']),
  );
});

describe('a call that is refused', () => {
  it.each([
    ['no object', [], ['', 'not_an_object']],
    ['no type', { userId: 'u1' }, ['type', 'unknown_type']],
    ['nobody', { type: 'track', event: 'Tried' }, ['userId', 'missing']],
    ['no event', { type: 'track', userId: 'u1' }, ['event', 'missing']],
    ['an event that is none', { type: 'track', userId: 'u1', event: { a: 1 } }, ['event', 'not_a_text']],
    ['no group', { type: 'group', userId: 'u1' }, ['groupId', 'missing']],
    ['an alias of nobody', { type: 'alias', previousId: 'a', anonymousId: 'b' }, ['userId', 'missing']],
    ['a day that is none', { type: 'page', userId: 'u1', timestamp: 'yesterday' }, ['timestamp', 'not_a_time']],
    ['a long id', { type: 'page', userId: 'u'.repeat(201) }, ['userId', 'too_long']],
    ['traits that are none', { type: 'identify', userId: 'u1', traits: [1] }, ['traits', 'not_an_object']],
    ['33 KB', { type: 'page', userId: 'u1', properties: { a: 'ü'.repeat(17_000) } }, ['', 'too_large']],
    ['NUL', { type: 'page', userId: 'u1', properties: { a: 'b\0c' } }, ['', 'bad_character']],
    ['half a character', { type: 'page', userId: 'u1', properties: { a: '\ud83d' } }, ['', 'bad_character']],
    [
      'too much depth',
      JSON.parse(`{"type":"page","userId":"u1","properties":{"a":${'['.repeat(50)}${']'.repeat(50)}}}`),
      ['', 'too_deep'],
    ],
  ])('%s', (_, given, refusal) => expect(refusalOf(given)).toEqual(refusal));

  it('is not one for a text that looks like an escape, whole characters of two, or an id that is a number', () => {
    const result = read({ type: 'page', userId: 42, properties: { path: 'C:\\u0000', smile: '😀' } });
    expect(result).toMatchObject({ call: { userId: '42' } });
  });
});

describe('where somebody came from', () => {
  const page = (url: string, more: object = {}) => {
    const result = read({
      type: 'page',
      anonymousId: 'a1',
      context: { page: { url, referrer: 'https://www.google.com/' }, ...more },
    });
    return ('call' in result ? result.call : null) as EventCall;
  };

  it('is read from the address of the page: utm and the ids of clicks as they are', () => {
    const { data, utmId, kind } = page(
      'https://shop.example/a?utm_id=spring-1&utm_source=news&gclid=AbC-1_%2F&x=1#utm_term=no',
    );
    expect([kind, utmId]).toEqual(['page_view', 'spring-1']);
    expect(data.source).toEqual({
      url: 'https://shop.example/a?utm_id=spring-1&utm_source=news&gclid=AbC-1_%2F&x=1#utm_term=no',
      referrer: 'https://www.google.com/',
      utm: { id: 'spring-1', source: 'news' },
      clickIds: { gclid: 'AbC-1_/' },
    });
  });

  it('is what the caller names where the address says nothing', () => {
    const { data } = page('https://shop.example/', { campaign: { id: 'c1', name: 'Spring', medium: 'cpc' } });
    expect(data.source?.utm).toEqual({ id: 'c1', campaign: 'Spring', medium: 'cpc' });
  });
});

it('never throws, whatever is sent, and keeps what it takes within what can be stored', () => {
  const call = fc.record(
    {
      type: fc.oneof(fc.constantFrom('track', 'page', 'identify', 'group', 'alias', 'screen'), fc.anything()),
      userId: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      event: fc.oneof(fc.string(), fc.anything()),
      timestamp: fc.oneof(fc.date({ noInvalidDate: true }).map(String), fc.anything()),
      properties: fc.anything(),
      context: fc.anything(),
      traits: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(call, (given) => {
      const json: unknown = JSON.parse(
        JSON.stringify(given, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      );
      const result = read(json);
      if ('call' in result) expect(result.call.agoMs).toBeGreaterThanOrEqual(0);
      else expect(result.refused.code).toMatch(/^[a-z_]+$/);
    }),
    { numRuns: 100 },
  );
});
