import type { TenantDb } from '../../../db/connection.ts';
import type { AttributeType } from '../../../domain/attributes/attribute.ts';
import { whyNotOfType } from '../../../domain/attributes/fits.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { stepName } from '../../../domain/drips/steps.ts';
import type { FieldError } from '../../../domain/errors.ts';

interface AttributeUse {
  path: string;
  /** Where it is used, as people call it. */
  where: string;
  key: string;
  /** What is wrong with this use where the attribute is of a type. */
  problem: (type: AttributeType) => { path: string; words: string } | null;
}

/** What is wrong with the attributes that steps and entries use: there is none with that key, or it has another type. */
export async function attributeErrors(db: TenantDb, definition: DripDefinition): Promise<FieldError[]> {
  const uses = usesOf(definition);
  if (uses.length === 0) return [];
  const rows = await db
    .selectFrom('attributeDefinitions')
    .select(['key', 'type'])
    .where('key', 'in', [...new Set(uses.map(({ key }) => key))])
    .execute();
  const types = new Map(rows.map(({ key, type }) => [key, type as AttributeType]));
  return uses.flatMap(({ path, where, key, problem }): FieldError[] => {
    const type = types.get(key);
    if (!type) {
      const message = `There is no attribute ${key}, which ${where} names. Make it under custom attributes, or name another.`;
      return [{ path, code: 'unknown_reference', message }];
    }
    const wrong = problem(type);
    if (!wrong) return [];
    const message = `${key} is a ${type}, so it does not fit ${where}: ${wrong.words}.`;
    return [{ path: wrong.path, code: 'wrong_type', message }];
  });
}

function usesOf({ entries, steps }: DripDefinition): AttributeUse[] {
  const uses: AttributeUse[] = [];
  entries.forEach((entry, index) => {
    if (entry.kind !== 'dateField') return;
    const path = `definition.entries.${index}.attribute`;
    uses.push({ path, where: 'the way in', key: entry.attribute, problem: mustBeDate(path) });
  });
  steps.forEach((step, index) => {
    const where = `the step “${stepName(step)}” (${step.key})`;
    if (step.kind === 'setAttribute') {
      const path = `definition.steps.${index}`;
      uses.push({
        path: `${path}.attribute`,
        where,
        key: step.attribute,
        problem: (type) => {
          const words = whyNotOfType(type, step.value);
          return words ? { path: `${path}.value`, words } : null;
        },
      });
    }
    if (step.kind === 'wait' && step.until.kind === 'dateField') {
      const path = `definition.steps.${index}.until.attribute`;
      uses.push({ path, where, key: step.until.attribute, problem: mustBeDate(path) });
    }
  });
  return uses;
}

function mustBeDate(path: string): AttributeUse['problem'] {
  return (type) => (type === 'date' ? null : { path, words: 'choose an attribute that holds a date' });
}
