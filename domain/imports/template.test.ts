import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, templateColumns } from './template.ts';

describe('templates over columns', () => {
  it('fills in by plain substitution', () => {
    const row: Record<string, string> = { 'Lead Number': ' 579533 ', First: 'Ana' };
    expect(fillTemplate('lead-{{ Lead Number }}@example.test', (column) => row[column] ?? '')).toBe(
      'lead-579533@example.test',
    );
    expect(fillTemplate('{{First}}.{{ Lead Number}}', (column) => row[column] ?? '')).toBe('Ana.579533');
    expect(templateColumns('{{First}}.{{ Lead Number}}')).toEqual(['First', 'Lead Number']);
  });

  it('is empty where a cell that it needs is empty', () => {
    expect(fillTemplate('lead-{{ A }}@example.test', () => ' ')).toBe('');
    expect(fillTemplate('always', () => '')).toBe('always');
  });

  it('never reads what was filled in as a template', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
        (value) => {
          expect(fillTemplate('a-{{ X }}-b', () => value)).toBe(`a-${value.trim()}-b`);
          expect(fillTemplate('{{ X }}', (column) => (column === 'X' ? `{{ ${value} }}$&` : 'leak'))).toBe(
            `{{ ${value} }}$&`.trim(),
          );
        },
      ),
    );
  });
});
