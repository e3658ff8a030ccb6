import { type DateOrder, readAttribute } from '../attributes/value.ts';
import type { OpportunityWordInput, ContactRoleInput } from '../opportunities/opportunity.ts';
import { mostContactRoles } from '../opportunities/opportunity.ts';
import { opportunityStates, type OpportunityState } from '../opportunities/stage.ts';
import { parseEmail } from '../people/email.ts';
import { readAmount } from './amount.ts';
import { rowProblem, type RowRemark } from './batch.ts';
import { cellsBy } from './cell-source.ts';
import { defined, momentIn, rowTaker, textUpTo, type Read, type Take as TakeOf, type TakenRow } from './cell-taker.ts';
import type { CsvRow } from './csv-reader.ts';
import type { OpportunityField, OpportunityMapping } from './opportunity-mapping.ts';

/** A day, or a moment where a time of day was given too. */
export type DayOrMoment = { day: string } | { moment: string };

/** A row of a file of opportunities, read; what its dates mean is said once the stage is known, by `wordOf`. */
export interface OpportunityRow {
  row: number;
  externalId: string;
  input: Omit<OpportunityWordInput, 'openedAt' | 'closedAt' | 'expectedCloseOn' | 'occurredAt'>;
  openedAt?: DayOrMoment;
  close?: DayOrMoment;
  occurredAt?: DayOrMoment;
  /** By e-mail or by name. */
  owner?: string;
}

/** Rows of a file, read: those that can be heard, in their order, and what is to be said of the others. */
export interface OpportunityBatch {
  read: OpportunityRow[];
  remarks: RowRemark[];
  rows: number;
  rejected: number;
}

/** How the rows of one file are read. `currency`: of amounts that name none. */
export interface OpportunityPlan {
  mapping: OpportunityMapping;
  columns: readonly string[];
  currency: string;
}

/** Reads rows by a plan; one with anything wrong is not imported. */
export function readOpportunityRows(plan: OpportunityPlan, rows: readonly CsvRow[]): OpportunityBatch {
  const batch: OpportunityBatch = { read: [], remarks: [], rows: rows.length, rejected: 0 };
  const cellsOf = cellsBy(plan.columns);
  const taken = rowTaker(plan.mapping.fields);
  for (const row of rows) {
    const shape = rowProblem(row, plan.columns.length);
    const { read, errors } = shape ? { read: null, errors: [shape] } : readRow(row, taken(cellsOf(row.cells)));
    for (const error of errors) {
      const parsed = parseEmail(error.value);
      const emailKey = 'key' in parsed ? parsed.key : null;
      batch.remarks.push({ ...error, row: row.row, severity: 'error', emailKey });
    }
    if (read) batch.read.push(read);
    else batch.rejected++;
  }
  return batch;

  function readRow({ row }: CsvRow, { take, errors, textOf }: TakenRow<OpportunityField>) {
    const read: OpportunityRow = {
      row,
      externalId: take('externalId', textUpTo(200)) ?? '',
      input: { ...factsOf(take), ...amountOf(take, plan), ...peopleOf(take) },
      openedAt: take('openedAt', dateIn(plan.mapping.dateOrder)),
      close: take('closeDate', dateIn(plan.mapping.dateOrder)),
      occurredAt: take('occurredAt', dateIn(plan.mapping.dateOrder)),
      owner: take('owner', textUpTo(400)),
    };
    const id = textOf('externalId');
    if (id?.text === '') errors.push({ field: id.label, reason: 'is empty', value: '' });
    return { read: errors.length === 0 ? read : null, errors };
  }
}

type Take = TakeOf<OpportunityField>;

function factsOf(take: Take): OpportunityWordInput {
  const won = take('isWon', truth);
  const closed = take('isClosed', truth);
  const said = won ? 'won' : closed === false ? 'open' : closed && won === false ? 'lost' : undefined;
  return defined({
    name: take('name', textUpTo(300)),
    stage: take('stage', textUpTo(100)),
    state: take('state', state) ?? said,
    accountExternalId: take('accountExternalId', textUpTo(200)),
    accountName: take('accountName', textUpTo(300)),
    leadSource: take('leadSource', textUpTo(200)),
    primaryCampaign: take('primaryCampaign', textUpTo(200)),
  });
}

function amountOf(take: Take, { mapping, currency }: OpportunityPlan): OpportunityWordInput {
  const own = take('currency', (text) =>
    /^[A-Za-z]{3}$/.test(text) ? { value: text.toUpperCase() } : { problem: 'is no code of a currency' },
  );
  const amount = take('amount', (text) => {
    const read = readAmount(text, own ?? currency, mapping.decimals);
    return 'problem' in read ? read : { value: read };
  });
  return defined({ amount });
}

function peopleOf(take: Take): OpportunityWordInput {
  const role = take('contactRole', textUpTo(100)) ?? '';
  const isPrimary = take('isPrimaryContact', truth) ?? false;
  const emails = take('contactEmails', addresses) ?? [];
  const ids = take('contactExternalIds', externalIds) ?? [];
  const contactRoles: ContactRoleInput[] = [
    ...emails.map((email) => ({ email, role, isPrimary })),
    ...ids.map((externalId) => ({ externalId, role, isPrimary })),
  ];
  return contactRoles.length > 0 ? { contactRoles } : {};
}

/** Addresses in a cell, apart or in brackets behind names: "Ana Bo (ana@example.com); bo@example.com". */
function addresses(text: string): Read<string[]> {
  const found = [...text.matchAll(/[^\s<>()[\];,|"]+@[^\s<>()[\];,|"]+/g)].map(([address]) => address);
  const wrong = found.find((address) => 'problem' in parseEmail(address));
  if (found.length === 0) return { problem: 'holds no e-mail address' };
  if (wrong !== undefined) return { problem: 'holds something that is no e-mail address', at: wrong };
  return atMost(found);
}

function externalIds(text: string): Read<string[]> {
  const ids = text.split(/[;,|\n]/).map((id) => id.trim());
  return ids.some((id) => id.length > 200)
    ? { problem: 'holds an id of more than 200 characters' }
    : atMost(ids.filter(Boolean));
}

function atMost(names: string[]): Read<string[]> {
  const value = [...new Set(names)];
  return value.length > mostContactRoles ? { problem: `names more than ${mostContactRoles} people` } : { value };
}

function truth(text: string): Read<boolean> {
  const result = readAttribute('boolean', text);
  return 'value' in result ? { value: result.value === true } : result;
}

function state(text: string): Read<OpportunityState> {
  const value = opportunityStates.find((one) => one === text.toLowerCase());
  return value ? { value } : { problem: 'is neither open, won nor lost' };
}

function dateIn(order: DateOrder): (text: string) => Read<DayOrMoment> {
  return (text) => {
    const read = momentIn(order)(text);
    if ('problem' in read) return read;
    return { value: /\d:\d/.test(text) ? { moment: read.value } : { day: read.value.slice(0, 10) } };
  };
}
