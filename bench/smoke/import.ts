import type { ApiClient } from './api-client.ts';
import type { PeopleFile } from './people-file.ts';
import { until } from './until.ts';

interface ImportAnswer {
  id: string;
  status: string;
  failure: string | null;
  progress: {
    rowsRead: number;
    created: number;
    updated: number;
    unchanged: number;
    duplicate: number;
    rejected: number;
  };
}

/** Columns that say the same in most files of leads. */
const knownColumns: Record<string, string> = {
  Country: 'country',
  City: 'city',
  'Lead Source': 'leadSource',
  'First Name': 'firstName',
  'Last Name': 'lastName',
  Company: 'company',
};

/** Imports the file onto a new list and returns what came of it. */
export async function importPeople(
  manager: ApiClient,
  input: { file: PeopleFile; template: string; consent: { column: string; equals: string } | null; name: string },
): Promise<{ listId: string; imported: number; rejected: number }> {
  const { file, template, consent, name } = input;
  const list = await manager.post<{ id: string }>('/lists', { name });
  const columns = file.columns.filter((column) => column in knownColumns);
  const mapping = {
    fields: [{ template, to: 'email' }, ...columns.map((column) => ({ column, to: knownColumns[column] }))],
    consent: consent && { ...consent, source: 'smoke' },
    listId: list.id,
  };
  const form = new FormData();
  form.set('mapping', JSON.stringify(mapping));
  form.set('dryRun', 'false');
  form.set('file', file.bytes, 'people.csv');
  const { id } = await manager.post<ImportAnswer>('/imports', form);
  const ended = await until(() => manager.get<ImportAnswer>(`/imports/${id}`), {
    done: ({ status }) => ['completed', 'failed', 'cancelled'].includes(status),
    seconds: 60 + file.rows / 500,
    what: 'the end of the import',
  });
  if (ended.status !== 'completed')
    throw new Error(`The import ${ended.status}: ${ended.failure ?? 'no reason given'}`);
  const { created, updated, unchanged, rejected } = ended.progress;
  return { listId: list.id, imported: created + updated + unchanged, rejected };
}
