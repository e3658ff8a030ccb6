import type { Import, ImportEntity } from '../../../domain/imports/import.ts';
import { count, duration, plural } from '../lib/format.ts';

/** What a file holds, in words. */
export const entityWords: Record<ImportEntity, { label: string; one: string; many: string; already: string }> = {
  people: { label: 'People', one: 'person', many: 'people', already: 'A person already' },
  opportunities: {
    label: 'Opportunities',
    one: 'opportunity',
    many: 'opportunities',
    already: 'An opportunity already',
  },
  content: { label: 'Content', one: 'thing to read', many: 'things to read', already: 'Something to read already' },
};

/** An import in one sentence: what happened, or what is happening and how long it will take. */
export function sentenceOf(job: Pick<Import, 'entity' | 'status' | 'dryRun' | 'progress' | 'failure'>): string {
  const { created, updated, rejected, rowsRead } = job.progress;
  const { one, many } = entityWords[job.entity];
  const fresh = plural(created, `new ${one}`, `new ${many}`);
  const taken = `${fresh}, ${count(updated)} changed`;
  const bad = rejected > 0 ? `, ${plural(rejected, 'row', 'rows')} rejected` : '';
  switch (job.status) {
    case 'queued':
      return 'Waiting for its turn.';
    case 'running':
      return `${job.dryRun ? 'Trying it: ' : ''}${plural(rowsRead, 'row', 'rows')} read${remaining(job.progress)}. It goes on when you close this page.`;
    case 'cancelling':
      return 'Stopping after the rows that it is working on.';
    case 'cancelled':
      return job.dryRun ? 'The dry run was cancelled.' : `Cancelled after ${taken}${bad}. What came in stays.`;
    case 'failed':
      return job.failure ?? 'It failed. What came in before stays; try it again.';
    case 'completed':
      return job.dryRun ? `Nothing was changed. It would bring ${taken}${bad}.` : `Done: ${taken}${bad}.`;
  }
}

/** The newest import by the name of its file, and what became of it; what imports are where there is none. */
export function newestWords(job: (Parameters<typeof sentenceOf>[0] & Pick<Import, 'fileName'>) | undefined): string {
  if (!job) return 'Files of people, opportunities and content; a dry run says what would happen.';
  return `The newest is ${job.fileName}. ${sentenceOf(job)}`;
}

/** ", about 3 min left" from the bytes that are left and the time that the others took; empty while there is too little to tell. */
function remaining({ bytesRead, bytesTotal, rowsRead, rowsPerSecond }: Import['progress']): string {
  if (!rowsPerSecond || bytesRead <= 0 || bytesTotal <= bytesRead) return '';
  const seconds = (rowsRead / rowsPerSecond / bytesRead) * (bytesTotal - bytesRead);
  return `, about ${duration(seconds)} left`;
}
