/** What a campaign is thought to do; amounts in minor units, rates in per cent. */
export interface Assumptions {
  people: number;
  responsePercent: number;
  /** Of those who respond, how many become a won deal. */
  conversionPercent: number;
  dealMinor: number;
  costMinor: number;
}

/** What follows, step by step, so that a page can show the sum that leads to each. */
export interface Projection {
  responses: number;
  deals: number;
  revenueMinor: number;
  profitMinor: number;
  /** Null without a cost. */
  roiPercent: number | null;
  /** How many deals pay for the cost; null where a deal is worth nothing. */
  dealsToBreakEven: number | null;
}

/** 10,000 people, 2 % respond, 5 % of them buy for 2,000: 200 responses, 10 deals, 20,000; on 11,400 spent that is 75.44 %. */
export function project({ people, responsePercent, conversionPercent, dealMinor, costMinor }: Assumptions): Projection {
  const responses = (people * responsePercent) / 100;
  const deals = (responses * conversionPercent) / 100;
  const revenueMinor = Math.round(deals * dealMinor);
  const profitMinor = revenueMinor - costMinor;
  return {
    responses,
    deals,
    revenueMinor,
    profitMinor,
    roiPercent: costMinor > 0 ? Math.round((profitMinor / costMinor) * 10_000) / 100 : null,
    dealsToBreakEven: dealMinor > 0 ? Math.ceil(costMinor / dealMinor) : null,
  };
}
