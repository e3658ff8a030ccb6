import { queryOptions } from '@tanstack/svelte-query';
import type { FileFormat, ImportEntity, JobStatus } from '../../../domain/imports/import.ts';
import type { ContentMapping, ContentMappingInput } from '../../../domain/imports/content-mapping.ts';
import type { ImportMapping, ImportMappingInput } from '../../../domain/imports/mapping.ts';
import type { OpportunityMapping, OpportunityMappingInput } from '../../../domain/imports/opportunity-mapping.ts';
import { api, ok } from '../lib/api.ts';
import { Problem, problemFrom, unreachable } from '../lib/problem.ts';
import { repeats } from '../lib/repeats.ts';

/** What the API tells of a file, whatever its rows are. */
interface AnyPreview {
  fileId: string;
  fileName: string;
  bytes: number;
  format: FileFormat;
  rows: string[][];
  preset: string | null;
  presets: { name: string; label: string }[];
}

/** How a file of people would be read. */
export type PeoplePreview = AnyPreview & { entity: 'people'; suggestedMapping: ImportMapping };

/** How a file of opportunities would be read. */
export type OpportunityPreview = AnyPreview & { entity: 'opportunities'; suggestedMapping: OpportunityMapping };

/** How a file of content would be read. */
export type ContentPreview = AnyPreview & { entity: 'content'; suggestedMapping: ContentMapping };

/** How a file would be read, as the API tells it. */
export type FilePreview = PeoplePreview | OpportunityPreview | ContentPreview;

/** Looks at a file again in another way. */
export type Reread = (format: Partial<FileFormat>, entity: ImportEntity) => Promise<unknown>;

/** What the rows of a file are, with what becomes of its columns. */
export type MappedFile =
  | { entity: 'people'; mapping: ImportMappingInput }
  | { entity: 'opportunities'; mapping: OpportunityMappingInput }
  | { entity: 'content'; mapping: ContentMappingInput };

/** One import with its progress; looked at again and again while it is under way. */
export const importById = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => ok(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    // Where the first read failed, the next one would take away what says so before anybody has read it.
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? 700 : false),
  });

/** Whether an import still changes. */
export function isUnderWay(status: JobStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'cancelling';
}

/** Sends a form with files; `onprogress` hears the share that is up (0 to 1). The browser's fetch does not tell it. */
function send<T>(path: string, form: FormData, onprogress: (share: number) => void = () => {}): Promise<T> {
  // A file that goes up is no repetition of another: it is only looked at.
  const what = `${path} ${JSON.stringify([...form])}`;
  const key = repeats.keyFor(path, what, Date.now());
  const note = (status: number): void => repeats.note({ what, key, status, atMs: Date.now() });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('idempotency-key', key);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onprogress(total > 0 ? loaded / total : 0);
    request.onerror = () => {
      note(0);
      reject(unreachable('POST'));
    };
    request.onload = () => {
      note(request.status);
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else reject(problemFrom(request.status, request.response));
    };
    request.send(form);
  });
}

/** Uploads a file, or looks again at one that is up, and tells how it would be read. */
export function previewFile(
  source: { file: File } | { fileId: string },
  { entity, ...format }: Partial<FileFormat> & { entity?: ImportEntity } = {},
  onprogress?: (share: number) => void,
): Promise<FilePreview> {
  const form = new FormData();
  const { encoding, delimiter, header } = format;
  form.set('format', JSON.stringify({ encoding, delimiter, header }));
  if (entity) form.set('entity', entity);
  if ('fileId' in source) form.set('fileId', source.fileId);
  else if (source.file.size > 500 * 1024 * 1024) {
    return Promise.reject(
      new Problem(413, 'too_large', 'The file has more than 500 MB. Split it and import the parts.'),
    );
  } else form.set('file', source.file);
  return send('/api/v1/imports/preview', form, onprogress);
}

/** Begins an import of an uploaded file, or a dry run of it; answers its id. */
export async function startImport(fileId: string, { entity, mapping }: MappedFile, dryRun: boolean): Promise<string> {
  const form = new FormData();
  form.set('fileId', fileId);
  form.set('entity', entity);
  form.set('mapping', JSON.stringify(mapping));
  form.set('dryRun', String(dryRun));
  return (await send<{ id: string }>('/api/v1/imports', form)).id;
}
