import { describe, expect, it } from 'vitest';
import { fieldLabels, fieldsFrom, mappingProblems, rowsFrom } from './mapping-rows.ts';

const mapping = {
  fields: [
    { column: 'E-mail', to: 'email' },
    { column: 'Plan', to: 'attributes.plan' },
    { column: 'Seats', to: 'attributes.seats', type: 'number' as const, label: 'Seats' },
    { template: '{{ No }}@example.test', to: 'externalId' },
  ],
};

const people = (key: string) => ({ key, labels: fieldLabels, what: 'people' });

describe('the mapping table', () => {
  const { rows, templates } = rowsFrom(['E-mail', 'Plan', 'Seats', 'Junk'], mapping, ['plan']);

  it('has a row for each column, known attributes by name, unknown ones to be made', () => {
    expect(rows.map(({ to }) => to)).toEqual(['email', 'attributes.plan', 'new', '']);
    expect(templates).toEqual([{ template: '{{ No }}@example.test', to: 'externalId' }]);
  });

  it('says the same mapping again', () => {
    expect(fieldsFrom(rows, templates)).toEqual([
      { column: 'E-mail', to: 'email' },
      { column: 'Plan', to: 'attributes.plan' },
      { column: 'Seats', to: 'attributes.seats', type: 'number', label: 'Seats' },
      { template: '{{ No }}@example.test', to: 'externalId' },
    ]);
  });

  it('gives two new attributes of one name different keys', () => {
    const twins = ['Plan!', 'Plan?'].map((column) => ({ column, to: 'new', newType: 'text' as const }));
    expect(fieldsFrom(twins, []).map(({ to }) => to)).toEqual(['attributes.plan', 'attributes.plan2']);
    const question = { column: `${'W'.repeat(199)}😀?`, to: 'new', newType: 'text' as const };
    expect(fieldsFrom([question], [])).toMatchObject([{ column: question.column, label: 'W'.repeat(199) }]);
  });

  it('names what is wrong', () => {
    expect(mappingProblems(rows, templates, people('email'))).toEqual([]);
    const twice = [...rows, { column: 'Other', to: 'email', newType: 'text' as const }];
    expect(mappingProblems(twice, templates, people('email'))).toEqual(['E-mail is filled twice.']);
    expect(mappingProblems([], [], people('externalId'))).toEqual([
      'Nothing fills Id in another system, by which people are identified.',
    ]);
  });
});
