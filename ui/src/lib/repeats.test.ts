import { describe, expect, it } from 'vitest';
import { Repeats } from './repeats.ts';

const list = { path: '/api/v1/lists', what: '/api/v1/lists {"name":"Readers"}' };

function sent(status: number, { path, what } = list) {
  const repeats = new Repeats();
  const key = repeats.keyFor(path, what, 0);
  repeats.note({ what, key, status, atMs: 0 });
  const isRepeated = (atMs = 1000, words = what): boolean => repeats.keyFor(path, words, atMs) === key;
  return { repeats, isRepeated };
}

describe('a request to which no answer came', () => {
  it.each([0, 502, 504])('has the same key once more, after %i', (status) => {
    expect(sent(status).isRepeated()).toBe(true);
  });

  it('has another one where something else is sent, or much later', () => {
    const { isRepeated } = sent(0);
    expect([isRepeated(1000, `${list.what} `), isRepeated(121_000)]).toEqual([false, false]);
  });

  it('keeps its key while the first one is under way, and loses it once something else was done', () => {
    const { repeats, isRepeated } = sent(0);
    repeats.note({ what: list.what, key: 'x', status: 409, atMs: 1 });
    expect(isRepeated()).toBe(true);
    repeats.note({ what: 'DELETE', key: 'y', status: 204, atMs: 2 });
    expect(isRepeated()).toBe(false);
  });
});

it('what was answered has another key the next time', () => {
  expect([201, 400, 412].map((status) => sent(status).isRepeated())).toEqual([false, false, false]);
});

it.each([
  'deliverability/hygiene/list',
  'campaigns/1/members/add-from',
  'webhook-endpoints/1/rotate-secret',
  'webhook-endpoints/1/redeliver',
  'users/1/invite',
])('%s makes or sends something once, too', (end) => {
  expect(sent(0, { path: `/api/v1/${end}`, what: end }).isRepeated()).toBe(true);
});

it('a command has another key each time: what it did may have been taken back since', () => {
  const pause = { path: '/api/v1/campaigns/1/pause', what: 'pause {}' };
  expect(sent(0, pause).isRepeated()).toBe(false);
});
