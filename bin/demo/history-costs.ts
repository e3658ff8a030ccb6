import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { insertCost } from '../../db/queries/costs/costs.ts';
import { upsertRates } from '../../db/queries/costs/exchange-rates.ts';
import type { CostKind } from '../../domain/costs/cost.ts';
import { convertMinor } from '../../domain/exchange-rates/convert.ts';

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const dollar = '0.92';

/** The rates of the example's own table: one currency that moved once. */
export async function seedRates(db: TenantDb): Promise<void> {
  const rates = [
    { currency: 'USD', validFrom: day(-120), rate: dollar },
    { currency: 'USD', validFrom: day(-20), rate: '0.94' },
  ];
  await upsertRates(db, { into: 'EUR', source: 'import', rates });
}

type Line = [kind: CostKind, days: number, vendor: string, note: string, amountMinor: number, currency?: string];

/** Lines by the days between them and the start of the campaign. */
const lines: Record<string, Line[]> = {
  'Product launch: Northwind One': [
    ['actual', -14, 'Studio Blick', 'Photographs and layout', 460_000],
    ['actual', -6, 'Hafen Druck', 'Cards for the boxes', 310_000],
    ['actual', 0, 'Cloudpost Inc.', 'Delivery', 250_000, 'USD'],
    ['actual', 5, 'Radio Elbe', 'Two spots', 205_000],
    ['actual', 12, 'Hafen Druck', 'Credit for a misprint', -65_000],
    ['planned', 20, 'Studio Blick', 'A second round of photographs', 150_000],
  ],
  'Spring webinar: quieter warehouses': [
    ['actual', -10, 'Webinar stage', 'Room and recording', 180_000],
    ['actual', 0, 'Dr. Lindqvist', 'Guest speaker', 120_000],
  ],
  'Winter offers': [
    ['committed', -2, 'Studio Blick', 'Photographs', 220_000],
    ['planned', 0, 'Hafen Druck', 'Flyers for the parcels', 300_000],
  ],
};

/** What a campaign of the example cost, where it has something to show. */
export async function seedCosts(
  db: TenantDb,
  campaign: { id: string; name: string; startsIn: number; managerId: string },
): Promise<void> {
  for (const [kind, days, vendor, note, amountMinor, currency = 'EUR'] of lines[campaign.name] ?? []) {
    const rate = currency === 'EUR' ? '1' : dollar;
    await insertCost(db, {
      id: uuidv7(),
      campaignId: campaign.id,
      kind,
      spentOn: day(campaign.startsIn + days),
      vendor,
      note,
      amountMinor,
      currency,
      rate,
      valueMinor: convertMinor(amountMinor, rate, { from: currency, into: 'EUR' }),
      createdBy: campaign.managerId,
    });
  }
}
