import { describe, expect, it } from 'vitest';
import { readPeopleKeys } from './keys-file.ts';

describe('the people that a text names', () => {
  it.each([
    ['one address a line', 'ana@a.example\nben@b.example\n', 'emails', ['ana@a.example', 'ben@b.example']],
    [
      'a column by its name',
      'Name,E-mail\nAna,ana@a.example\n"B, Ben",ben@b.example',
      'emails',
      ['ana@a.example', 'ben@b.example'],
    ],
    [
      'a column that holds addresses',
      'Ana;ana@a.example\nBen;ben@b.example',
      'emails',
      ['ana@a.example', 'ben@b.example'],
    ],
    ['ids by their name', 'External ID,City\n0031,Rome\n0042,Paris', 'externalIds', ['0031', '0042']],
    ['addresses rather than ids', 'Id,Email Address\n1,ana@a.example', 'emails', ['ana@a.example']],
    ['one id a line', '\uFEFF0031\r\n\r\n0042', 'externalIds', ['0031', '0042']],
    ['nothing', ' \n', 'externalIds', []],
  ])('are read from %s', (_, text, by, keys) => {
    expect(readPeopleKeys(text)).toEqual({ by, keys });
  });
});
