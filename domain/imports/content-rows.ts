import {
  contentFormats,
  ContentItemInput,
  mostAddressBytes,
  type ContentItemFormat,
} from '../content-items/content-item.ts';
import { rowProblem, type RowRemark } from './batch.ts';
import { cellsBy, labelOf } from './cell-source.ts';
import { defined, momentIn, rowTaker, textUpTo, type Read, type TakenRow } from './cell-taker.ts';
import type { ContentField, ContentMapping } from './content-mapping.ts';
import type { CsvRow } from './csv-reader.ts';
import { foldColumn } from './fold-column.ts';
import type { Remark } from './row-plan.ts';

/** The facts that a row states about an item; a field that it does not mention is absent. */
export type ContentFacts = Partial<Omit<ContentItemInput, 'url'>> & { url: string };

/** A row of a file of content, read. */
export interface ContentRow {
  row: number;
  facts: ContentFacts;
}

/** Rows of a file, read: those that can be taken in, in their order, and what is to be said of the others. */
export interface ContentBatch {
  read: ContentRow[];
  remarks: RowRemark[];
  rows: number;
  rejected: number;
}

/** Reads rows by a mapping; one with anything wrong is not imported. */
export function readContentRows(mapping: ContentMapping, columns: readonly string[], rows: readonly CsvRow[]) {
  const batch: ContentBatch = { read: [], remarks: [], rows: rows.length, rejected: 0 };
  const [cellsOf, taken] = [cellsBy(columns), rowTaker(mapping.fields)];
  for (const row of rows) {
    const shape = rowProblem(row, columns.length);
    const { facts, errors } = shape ? { facts: null, errors: [shape] } : readRow(taken(cellsOf(row.cells)), mapping);
    for (const error of errors) batch.remarks.push({ ...error, row: row.row, severity: 'error', emailKey: null });
    if (facts) batch.read.push({ row: row.row, facts });
    else batch.rejected++;
  }
  return batch;
}

function readRow({ take, errors, textOf }: TakenRow<ContentField>, { dateOrder }: ContentMapping) {
  const day = (text: string): Read<string> => {
    const moment = momentIn(dateOrder)(text);
    return 'problem' in moment ? moment : { value: moment.value.slice(0, 10) };
  };
  const facts: ContentFacts = defined({
    url: take('url', address) ?? '',
    title: take('title', textUpTo(200)),
    description: take('description', textUpTo(1000)),
    format: take('format', format),
    topics: take('topics', topics),
    language: take('language', language),
    imageUrl: take('imageUrl', address),
    validFrom: take('validFrom', day),
    validUntil: take('validUntil', day),
  });
  const url = textOf('url');
  if (url?.text === '') errors.push({ field: url.label, reason: 'is empty', value: '' });
  return { facts: errors.length === 0 ? facts : null, errors };
}

/** What an item becomes by a row: a new one, the same with changes, or what is missing for it. */
export function mergeContent(
  before: ContentItemInput | null,
  facts: ContentFacts,
  mapping: ContentMapping,
): { item: ContentItemInput } | { error: Remark } {
  const label = (field: ContentField): string => {
    const source = mapping.fields.find(({ to }) => to === field);
    return source ? labelOf(source) : field;
  };
  if (!before && !facts.title) return { error: { field: label('title'), reason: 'is empty', value: '' } };
  // The address of an existing item stays as somebody wrote it.
  const parsed = ContentItemInput.safeParse({ ...before, ...facts, url: before?.url ?? facts.url });
  if (parsed.success) return { item: parsed.data };
  const reason = 'is before the first day';
  return { error: { field: label('validUntil'), reason, value: facts.validUntil ?? before?.validUntil ?? '' } };
}

function address(text: string): Read<string> {
  const parsed = ContentItemInput.shape.url.safeParse(text);
  if (parsed.success) return { value: parsed.data };
  const isTooLong = parsed.error.issues.every(({ code }) => code === 'too_big' || code === 'custom');
  return { problem: isTooLong ? `is longer than ${mostAddressBytes} bytes` : 'is no address on the web' };
}

/** Other words for formats, as products that keep content call them. */
const formatSynonyms: Readonly<Record<string, ContentItemFormat>> = {
  blog: 'article',
  blogpost: 'article',
  post: 'article',
  news: 'article',
  page: 'article',
  whitepaper: 'guide',
  ebook: 'guide',
  pdf: 'guide',
  caseStudy: 'case_study',
  story: 'case_study',
  recording: 'video',
  podcast: 'other',
  calculator: 'tool',
};

function format(text: string): Read<ContentItemFormat> {
  const name = foldColumn(text);
  const found =
    contentFormats.find((one) => foldColumn(one) === name) ??
    Object.entries(formatSynonyms).find(([word]) => foldColumn(word) === name)?.[1];
  return found ? { value: found } : { problem: 'is no format of content' };
}

function topics(text: string): Read<string[]> {
  const value = [...new Set(text.split(/[;,|\n]/).map((topic) => topic.trim()))].filter(Boolean);
  const tooLong = value.find((topic) => topic.length > 60);
  if (tooLong) return { problem: 'holds a topic of more than 60 characters', at: tooLong };
  return value.length > 20 ? { problem: 'names more than 20 topics' } : { value };
}

/** `de`, or `de-AT` and `de_AT`, of which the first two letters say enough. */
function language(text: string): Read<string> {
  const found = /^([A-Za-z]{2})([-_][A-Za-z]{2,4})?$/.exec(text);
  return found ? { value: found[1]!.toLowerCase() } : { problem: 'is no code of a language' };
}
