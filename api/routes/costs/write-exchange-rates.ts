import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { holdCurrency, plainRate, upsertRates } from '../../../db/queries/costs/exchange-rates.ts';
import type { RateInput, RateResult, RateRow } from '../../../domain/exchange-rates/exchange-rate.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { fillAllValues } from './value.ts';

/** The outcome for each of a number of rates, and how many costs and opportunities got a value through them. */
export interface RatesWritten {
  results: RateResult[];
  /** Cost lines that had waited for a rate. */
  costsValued: number;
  /** Opportunities that had waited for a rate. */
  opportunitiesValued: number;
}

/**
 * Writes the good rows and says what became of each, in their order; of two for one currency and day the later one holds. Costs
 * and opportunities that had no rate get their value; values that stand are left alone.
 */
export async function writeRates(
  db: TenantDb,
  actor: Actor,
  { rows, source }: { rows: (into: string) => RateRow[]; source: 'api' | 'import' },
): Promise<RatesWritten> {
  const into = await holdCurrency(db);
  const read = rows(into);
  const last = new Map<string, RateInput>();
  for (const row of read) if ('input' in row) last.set(keyOf(row.input), row.input);
  const written = await upsertRates(db, { into, source, rates: [...last.values()] });
  const before = new Map(written.map((rate) => [keyOf(rate), rate.before]));
  const changed = written.filter(({ rate, before }) => rate !== before);
  const named = (value: (rate: (typeof changed)[number]) => string | null) =>
    Object.fromEntries(changed.map((rate) => [`${rate.currency} from ${rate.validFrom}`, value(rate)]));
  if (changed.length > 0) {
    await insertAudit(db, actor, {
      action: 'exchangeRate.set',
      entityKind: 'tenant',
      entityId: actor.tenantId,
      before: named(({ before }) => before),
      after: named(({ rate }) => rate),
    });
  }
  const valued = await fillAllValues(db, into);
  const results = read.map((row) => resultOf(row, before));
  return { results, costsValued: valued.costs, opportunitiesValued: valued.opportunities };
}

function resultOf(row: RateRow, known: ReadonlyMap<string, string | null>): RateResult {
  if ('rejected' in row) return row.rejected;
  const { currency, validFrom, rate } = row.input;
  const before = known.get(keyOf(row.input)) ?? null;
  const result = before === null ? 'added' : before === plainRate(rate) ? 'unchanged' : 'changed';
  return { row: row.row, currency, validFrom, result };
}

const keyOf = ({ currency, validFrom }: Pick<RateInput, 'currency' | 'validFrom'>): string =>
  `${currency} ${validFrom}`;
