import { describe, expect, it } from 'vitest';
import { InputFault } from '../command.ts';
import { actOn, isSpared, wordsOf, type Control } from './acts.ts';
import { Dice } from './dice.ts';
import { answerFault, faultsOf, Findings, isRefusalOfDays, type Finding, type Sight } from './findings.ts';
import { optionsFrom } from './options.ts';
import { pageAt, Places } from './places.ts';

const origin = 'http://localhost:8080';
const button: Control = { tag: 'BUTTON', type: 'button', name: 'Save', href: '', isDisabled: false, options: [] };

describe('chance', () => {
  it('comes again with its seed, and is another for another visit', () => {
    const rolls = (...from: number[]) => {
      const dice = new Dice(...from);
      return Array.from({ length: 5 }, () => dice.roll());
    };
    expect(rolls(7, 3)).toEqual(rolls(7, 3));
    expect(new Set([rolls(7, 3), rolls(7, 4), rolls(3, 7), rolls(0, 0)].flat()).size).toBe(20);
  });

  it('picks each of some, and nothing of none', () => {
    const dice = new Dice(1);
    const picked = Array.from({ length: 300 }, () => dice.pick(['a', 'b', 'c']));
    expect([...new Set(picked)].sort()).toEqual(['a', 'b', 'c']);
    expect(dice.pick([])).toBeUndefined();
  });
});

describe('where a walk goes', () => {
  it('knows the pages by their addresses, and leaves out those of strangers', () => {
    expect(['/people/new', '/people/7', '/', '/sign-in', '/nothing'].map(pageAt)).toEqual([
      'newPerson',
      'person',
      'home',
      null,
      null,
    ]);
  });

  it('learns tabs and things with names from links, and goes to each kind alike', () => {
    const places = new Places();
    const begun = places.kinds;
    const people = Array.from({ length: 50 }, (_, number) => `${origin}/people/${number}`);
    places.learn([...people, `${origin}/people/1?tab=score&page=2`, `${origin}/people/1?tab=score`], origin);
    places.learn(['https://elsewhere.example/people/1', `${origin}/api/v1/people`, 'mailto:a@b.example'], origin);
    expect(places.kinds).toBe(begun + 2);
    const dice = new Dice(1);
    const visits = Array.from({ length: 2000 }, () => places.next(dice));
    const share = (form: RegExp): number => visits.filter((address) => form.test(address)).length / visits.length;
    expect(share(/^\/people\/\d+$/)).toBeLessThan(3 / places.kinds);
    expect(share(/^\/people\/1\?tab=score/)).toBeGreaterThan(0);
    expect(visits.every((address) => !address.includes(':'))).toBe(true);
  });
});

describe('what a walk does', () => {
  it('leaves alone what would end it or leads away', () => {
    const link = { ...button, tag: 'A', type: '' };
    const spared = [
      { ...button, name: 'Sign out' },
      { ...button, name: 'Remove from organisation' },
      { ...button, isDisabled: true },
      { ...button, tag: 'INPUT', type: 'file' },
      { ...link, href: 'https://elsewhere.example/' },
      { ...link, href: `${origin}/api/v1/people/export` },
      { ...link, href: 'mailto:a@b.example' },
    ];
    expect(spared.filter((control) => !isSpared(control, origin))).toEqual([]);
    expect(isSpared(button, origin) || isSpared({ ...link, href: `${origin}/people` }, origin)).toBe(false);
  });

  it('does with a control what it is for, and says so', () => {
    const kinds = (control: Control): string => actOn(control, new Dice(1)).kind;
    expect(kinds(button)).toBe('press');
    expect(kinds({ ...button, tag: 'INPUT', type: 'radio' })).toBe('tick');
    expect(actOn({ ...button, tag: 'SELECT', options: ['x'] }, new Dice(1))).toEqual({ kind: 'choose', value: 'x' });
    const text = { ...button, tag: 'TEXTAREA', type: 'textarea', name: 'Words' };
    expect(kinds(text)).toBe('write');
    const long = { kind: 'write', text: 'x'.repeat(3000), enter: true } as const;
    expect(wordsOf(text, long)).toBe('write "xxxxxxxxxx… (3000 characters)" into textarea "Words" and Enter');
  });
});

describe('what a walk finds', () => {
  const well: Sight = { text: 'All is well', beside: 0, isLoading: false, deadEnds: [] };
  const kinds = (sight: Partial<Sight>, isLossy = false) =>
    faultsOf({ ...well, ...sight }, isLossy).map(({ kind }) => kind);

  it('is what no page should show', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ text: 'The undefinedness of Nana' })).toEqual([]);
    for (const text of ['Hello undefined', 'NaN people', '[object Object]', 'on Invalid Date', 'ROI Infinity %'])
      expect(kinds({ text }), text).toEqual(['raw value']);
    expect(kinds({ beside: 12, isLoading: true })).toEqual(['beside the screen', 'still loading']);
  });

  it('is an error that is shown only where no answer was lost on purpose, and one without a way out always', () => {
    const sight = { text: 'This could not be loaded', deadEnds: ['This could not be loaded'] };
    expect([kinds(sight), kinds(sight, true)]).toEqual([['error state', 'dead end'], ['dead end']]);
  });

  it('is a server that fails and a page that asks wrongly, but no refusal of what was written', () => {
    expect([
      answerFault(503, 'GET'),
      answerFault(400, 'GET'),
      answerFault(400, 'POST'),
      answerFault(404, 'GET'),
    ]).toEqual(['server error', 'refused read', null, null]);
  });

  it('is no refusal of days that were written', () => {
    const address = '/reports?tab=funnel&from=9999-12-31';
    expect([isRefusalOfDays('refused read', address), isRefusalOfDays('error state', address)]).toEqual([true, true]);
    expect(isRefusalOfDays('server error', address) || isRefusalOfDays('error state', '/reports')).toBe(false);
  });

  it('is told once, whatever its ids and figures', () => {
    const told: Finding[] = [];
    const findings = new Findings((finding) => told.push(finding));
    const finding: Finding = { kind: 'server error', text: '', address: '/', acts: [], visit: 0 };
    for (const id of ['0198c0de-0000-7000-8000-000000000000', '0198c0de-0000-7000-8000-00000000000f'])
      findings.note({ ...finding, text: `500 to GET /api/v1/people/${id}` });
    for (const address of ['/people', '/people?q=a', '/lists'])
      findings.note({ ...finding, kind: 'beside the screen', text: '3 px lie beside the screen', address });
    expect(told.map(({ address }) => address)).toEqual(['/', '/people', '/lists']);
    expect(findings.all).toEqual(told);
  });
});

describe('a walk that is asked for', () => {
  it('goes over this machine alone where nothing else is said', () => {
    expect(optionsFrom([])).toMatchObject({ url: origin, email: 'admin@northwind.demo', width: 1440, seed: 1 });
    for (const url of ['http://127.0.0.1:4860/', 'http://[::1]:80', 'https://localhost'])
      expect(optionsFrom(['--url', url]).url).toBe(new URL(url).origin);
    for (const url of ['http://10.0.0.1', 'https://localhost.example.com', 'http://127.0.0.1.example.com'])
      expect(() => optionsFrom(['--url', url]), url).toThrow(/is not this machine/);
    expect(optionsFrom(['--url', 'https://trial.example.com/x', '--elsewhere']).url).toBe('https://trial.example.com');
  });

  it.each([
    ['--url', 'localhost:8080'],
    ['--minutes', '0'],
    ['--width', '3'],
    ['--theme', 'blue'],
    ['--lose', '101'],
  ])('refuses %s %s', (name, value) => expect(() => optionsFrom([name, value])).toThrow(InputFault));
});
