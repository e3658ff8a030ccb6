import { describe, expect, it } from 'vitest';
import { checkOpportunityMapping, OpportunityMapping } from './opportunity-mapping.ts';
import { readOpportunityRows } from './opportunity-rows.ts';
import { guessEntity, suggestOpportunityMapping } from './opportunity-suggest.ts';
import { wordOf, type RowContext } from './opportunity-word.ts';

const context: RowContext = {
  timeZone: 'Europe/Berlin',
  nowIso: '2026-06-10T08:00:00.000Z',
  outcomes: new Map([
    ['angebot', 'open'],
    ['handschlag', 'won'],
  ]),
  owners: new Map([
    ['ana@example.com', 'u1'],
    ['ana bo', null],
  ]),
  isLenient: true,
};

/** Reads one row of a file with these columns by what is suggested for it. */
function read(row: Record<string, string>, change: Partial<OpportunityMapping> = {}) {
  const columns = Object.keys(row);
  const mapping = OpportunityMapping.parse({
    ...suggestOpportunityMapping(columns, [Object.values(row)]).mapping,
    ...change,
  });
  checkOpportunityMapping(mapping, columns);
  return readOpportunityRows({ mapping, columns, currency: 'EUR' }, [{ row: 2, cells: Object.values(row) }]);
}
const said = (row: Record<string, string>) => {
  const [one] = read(row).read;
  return one ? wordOf(one, context) : undefined;
};

describe('a file of opportunities', () => {
  it('is known as a report of Salesforce, and a row of it is said in full', () => {
    const row = {
      'Opportunity ID': '006A',
      'Opportunity Name': 'Acme, 200 seats',
      Stage: 'Handschlag',
      Amount: 'USD 12,000.50',
      'Close Date': '3/31/2026',
      'Created Date': '1/15/2026, 2:05 PM',
      'Account ID': '001A',
      'Account Name': 'Acme',
      'Opportunity Owner': 'Ana@Example.com',
      'Primary Campaign Source': 'Spring fair',
      Email: 'bo@acme.example',
      Role: 'Decision maker',
      Primary: '1',
    };
    expect(guessEntity(Object.keys(row))).toBe('opportunities');
    expect(suggestOpportunityMapping(Object.keys(row), [Object.values(row)]).preset).toBe('salesforce');
    expect(said(row)).toEqual({
      word: {
        target: { externalId: '006A' },
        ...{ isLenient: true, addsPeople: true },
        input: {
          name: 'Acme, 200 seats',
          stage: 'Handschlag',
          amount: { amountMinor: 1_200_050, currency: 'USD' },
          openedAt: '2026-01-15T14:05:00.000Z',
          closedAt: '2026-03-31T21:59:59.000Z',
          ...{ accountExternalId: '001A', accountName: 'Acme', ownerId: 'u1', primaryCampaign: 'Spring fair' },
          contactRoles: [{ email: 'bo@acme.example', role: 'Decision maker', isPrimary: true }],
        },
      },
      ...{ unknown: [], hints: [] },
    });
  });

  it('is known as deals of HubSpot, with several contacts in a cell', () => {
    const row = {
      'Record ID': '51',
      'Deal Name': 'Beta',
      'Deal Stage': 'angebot',
      Amount: '99.5',
      'Close Date': '2026-09-30 10:00',
      'Create Date': '2026-05-01',
      'Deal owner': 'Ana Bo',
      'Associated Contact': 'Bo Ce (bo@beta.example);di@beta.example',
      'Associated Contact IDs': '7;8',
    };
    expect(suggestOpportunityMapping(Object.keys(row), [Object.values(row)]).preset).toBe('hubspot');
    const word = said(row);
    expect(word?.unknown).toEqual([{ field: 'owner', reason: 'is the name of several users', value: 'Ana Bo' }]);
    expect(word?.word.input).toMatchObject({
      openedAt: '2026-04-30T22:00:00.000Z',
      expectedCloseOn: '2026-09-30',
      contactRoles: [
        { email: 'bo@beta.example' },
        { email: 'di@beta.example' },
        { externalId: '7' },
        { externalId: '8' },
      ],
    });
    expect(word?.word.input).not.toHaveProperty('closedAt');
  });

  it('leaves out a column of contacts that holds names alone, and takes commas as decimals where one says so', () => {
    const columns = ['Deal Name', 'Deal Stage', 'Record ID', 'Amount', 'Associated Contact', 'Close Date'];
    const { mapping } = suggestOpportunityMapping(columns, [['A', 'b', '1', '1.200,50', 'Ana Bo', '31.12.2026']]);
    expect(mapping).toMatchObject({ decimals: 'comma', dateOrder: 'dmy' });
    expect(mapping.fields.map(({ to }) => to)).toEqual(['name', 'stage', 'externalId', 'amount', 'closeDate']);
    expect(guessEntity(['Email', 'First name', 'Amount'])).toBe('people');
  });

  it('takes who won from columns that say so, where the stage is not known', () => {
    const base = { 'Opportunity ID': '1', 'Close Date': '2026-06-01' };
    const state = (Won: string, Closed: string) => said({ ...base, Stage: 'Neu', Won, Closed })?.word.input.state;
    expect([state('1', '1'), state('0', '1'), state('0', '0'), state('', '')]).toEqual([
      'won',
      'lost',
      'open',
      undefined,
    ]);
  });

  it('leaves a close date out that lies ahead of somebody who has won', () => {
    const word = said({ 'Opportunity ID': '1', Stage: 'Closed Won', 'Close Date': '2026-06-11' });
    expect(word?.hints).toMatchObject([{ field: 'closeDate', value: '2026-06-11' }]);
    expect(word?.word.input).toEqual({ stage: 'Closed Won' });
  });

  it('says by row and column what cannot be read', () => {
    const bad = {
      'Opportunity ID': '',
      Stage: 'x'.repeat(101),
      Amount: 'much',
      'Close Date': 'soon',
      Won: 'maybe',
      'Contact Email': 'bo@acme.example; not@',
    };
    const { remarks, rejected, rows } = read(bad);
    expect([rows, rejected]).toEqual([1, 1]);
    expect(remarks.map(({ field, reason, value }) => [field, reason, value])).toEqual([
      ['Won', 'is neither yes nor no', 'maybe'],
      ['Stage', 'is longer than 100 characters', 'x'.repeat(101)],
      ['Amount', 'is not an amount', 'much'],
      ['Close Date', 'is not a date', 'soon'],
      ['Opportunity ID', 'is empty', ''],
    ]);
    expect(read({ 'Opportunity ID': '1', 'Contact Email': 'bo@acme.example; a@b@c' }).remarks).toMatchObject([
      { field: 'Contact Email', reason: 'holds something that is no e-mail address', value: 'a@b@c' },
    ]);
  });

  it('must have an id', () => {
    const mapping = OpportunityMapping.parse({ fields: [{ column: 'A', to: 'name' }] });
    expect(() => checkOpportunityMapping(mapping, ['A'])).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ code: 'key_missing' })] }),
    );
  });
});
