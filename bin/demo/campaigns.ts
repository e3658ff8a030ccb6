import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';

/** A campaign of the example tenant, as it stands still. */
export interface DemoCampaign {
  name: string;
  type: string;
  status: CampaignStatus;
  /** Days from now of the start; negative: it was. Null: not set. */
  startsIn: number | null;
  /** Days from start to end, where it has an end. */
  lasts?: number;
  list: string;
  subject: string;
  budget: number;
  description: string;
  /** Opens and clicks of 100 sent, where it went out. */
  reception?: [number, number];
  /** Whether the message ends with what is recommended to whoever gets it. */
  recommends?: boolean;
}

/** The campaigns of the example tenant, in every state that stands still. */
export const demoCampaigns: DemoCampaign[] = [
  {
    name: 'Spring webinar: quieter warehouses',
    type: 'Webinar',
    status: 'completed',
    startsIn: -64,
    list: 'Spring webinar guests',
    subject: 'An hour on quieter warehouses',
    budget: 450_000,
    description: 'Invitation to the webinar, with the recording afterwards.',
    reception: [46, 15],
  },
  {
    name: 'Product launch: Northwind One',
    type: 'E-mail',
    status: 'completed',
    startsIn: -37,
    list: 'Newsletter',
    subject: 'Northwind One is here',
    budget: 1_140_000,
    description: 'The launch mail to everyone who asked for news.',
    reception: [41, 12],
  },
  {
    name: 'Customer letter, autumn',
    type: 'E-mail',
    status: 'completed',
    startsIn: -9,
    list: 'Customers',
    subject: 'What changed this season',
    budget: 200_000,
    description: 'The quarterly letter to customers.',
    reception: [52, 9],
  },
  {
    name: 'Winter offers',
    type: 'E-mail',
    status: 'scheduled',
    startsIn: 6,
    lasts: 9,
    list: 'Newsletter',
    subject: 'Warm offers for cold days',
    budget: 600_000,
    description: 'Approved and on its way.',
  },
  {
    name: 'Trade fair: meet us in hall 4',
    type: 'Event',
    status: 'approved',
    startsIn: null,
    list: 'Customers',
    subject: 'Meet us in hall 4',
    budget: 900_000,
    description: 'Approved; waits for its date.',
  },
  {
    name: 'Year in review',
    type: 'E-mail',
    status: 'in_review',
    startsIn: null,
    list: 'Newsletter',
    subject: 'Your year with us',
    budget: 150_000,
    description: 'Waits for a second pair of eyes.',
    recommends: true,
  },
  {
    name: 'Referral programme',
    type: 'Other',
    status: 'paused',
    startsIn: -3,
    lasts: 24,
    list: 'Customers',
    subject: 'Bring a friend',
    budget: 300_000,
    description: 'Held until the terms are ready.',
  },
  {
    name: 'Loyalty idea',
    type: 'E-mail',
    status: 'draft',
    startsIn: 6,
    list: 'Customers',
    subject: 'A thank-you',
    budget: 80_000,
    description: 'A first sketch.',
  },
  {
    name: 'Summer clearance',
    type: 'E-mail',
    status: 'cancelled',
    startsIn: null,
    list: 'Newsletter',
    subject: 'Last chairs of summer',
    budget: 120_000,
    description: 'Sold out before it went.',
  },
];
