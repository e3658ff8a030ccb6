import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { fromLocalInput } from '../lib/format.ts';
import type { CampaignListQuery } from './calls.ts';

/** A column of the list of campaigns; the name always stands first. */
export interface ListColumn {
  id: string;
  label: string;
  numeric?: boolean;
  sort?: string;
}

/** The columns that may be shown, in their order; one more is one line here and one case in list-cell.svelte. */
export const listColumns: readonly ListColumn[] = [
  { id: 'status', label: 'Status' },
  { id: 'owner', label: 'Owner' },
  { id: 'type', label: 'Type' },
  { id: 'tags', label: 'Tags' },
  { id: 'parent', label: 'Parent' },
  { id: 'start', label: 'Start', sort: 'startAt' },
  { id: 'end', label: 'End' },
  { id: 'members', label: 'Members', numeric: true },
  { id: 'responded', label: 'Responded', numeric: true },
  { id: 'sent', label: 'Sent', numeric: true },
  { id: 'opened', label: 'Opened (people)', numeric: true },
  { id: 'clicked', label: 'Clicked (people)', numeric: true },
  { id: 'budget', label: 'Budget', numeric: true },
  { id: 'spent', label: 'Spent', numeric: true },
  { id: 'variance', label: 'Variance', numeric: true },
  { id: 'earned', label: 'Earned', numeric: true },
  { id: 'roi', label: 'ROI', numeric: true },
  { id: 'leads', label: 'Leads', numeric: true },
  { id: 'opportunities', label: 'Opportunities', numeric: true },
];

/** The columns about what campaigns earned, which are read by themselves. */
const earnedColumns = ['earned', 'roi', 'leads', 'opportunities'] as const;

/** A column about what campaigns earned. */
export type EarnedColumn = (typeof earnedColumns)[number];

/** Whether a column is about what campaigns earned. */
export const isEarned = (column: string): column is EarnedColumn => earnedColumns.some((one) => one === column);

/** What is shown where nobody chose. */
export const usualColumns: readonly string[] = ['status', 'owner', 'start', 'sent', 'opened', 'clicked'];

/** The columns that the address asks for ("status,owner"), the usual ones where it does not. */
export function chosenColumns(text: string): ListColumn[] {
  const wanted = text === '' ? usualColumns : text.split(',');
  return listColumns.filter(({ id }) => wanted.includes(id));
}

/** The parameters of the address that narrow, order and lay out the list; a saved view keeps them. */
export const viewParameters = [
  'q',
  'status',
  'ownerId',
  'campaignTypeId',
  'tag',
  'parentId',
  'from',
  'to',
  'sort',
  'columns',
  'layout',
] as const;

const filters: readonly string[] = ['q', 'status', 'ownerId', 'campaignTypeId', 'tag', 'parentId', 'from', 'to'];

/** Whether the address narrows the list. */
export const isNarrowed = (query: (name: string) => string): boolean => filters.some((name) => query(name) !== '');

/** The part of the address that a view keeps. */
export function viewOf(query: (name: string) => string): Record<string, string> {
  return Object.fromEntries(viewParameters.map((name) => [name, query(name)]).filter(([, value]) => value !== ''));
}

/** What the API is asked for by the address. Days are those of the organisation; `to` is the last day that counts. */
export function listQuery(query: (name: string) => string, timeZone: string): CampaignListQuery {
  const text = <K extends string>(name: K): { [key in K]?: string } =>
    (query(name) === '' ? {} : { [name]: query(name) }) as { [key in K]?: string };
  const [from, before] = [midnight(query('from'), timeZone), midnight(dayAfter(query('to')), timeZone)];
  return {
    limit: 50,
    sort: (query('sort') || '-createdAt') as NonNullable<CampaignListQuery['sort']>,
    ...(query('status') ? { status: query('status') as CampaignStatus } : {}),
    ...text('q'),
    ...text('ownerId'),
    ...text('campaignTypeId'),
    ...text('tag'),
    ...text('parentId'),
    ...text('cursor'),
    ...(from ? { startFrom: from } : {}),
    ...(before ? { startBefore: before } : {}),
  };
}

function midnight(day: string, timeZone: string): string | null {
  return day === '' ? null : fromLocalInput(`${day}T00:00`, timeZone);
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? '' : new Date(at + 86_400_000).toISOString().slice(0, 10);
}
