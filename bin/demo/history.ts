import type { TenantDb } from '../../db/connection.ts';
import { rebuildDeliveries } from '../../db/queries/deliverability/delivery-hours.ts';
import { rebuildHours } from '../../db/queries/campaigns/hours.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { seedCampaigns } from './history-campaigns.ts';
import { seedRates } from './history-costs.ts';
import { seedContent } from './history-content.ts';
import { seedCredits } from './history-credits.ts';
import { seedDrip } from './history-drip.ts';
import { seedExperiments } from './history-experiment.ts';
import { seedHierarchy } from './history-hierarchy.ts';
import { seedHolidays } from './history-holidays.ts';
import { seedInbound } from './history-inbound.ts';
import { seedImport } from './history-import.ts';
import { seedNextActions } from './history-next-actions.ts';
import { seedNurture } from './history-nurture.ts';
import { seedOpportunities } from './history-opportunities.ts';
import { seedPeople } from './history-people.ts';
import { seedReports } from './history-reports.ts';
import { seedSeeds } from './history-seeds.ts';
import { seedSegments } from './history-segments.ts';
import { seedSites } from './sites.ts';
import { seedTemplates } from './templates.ts';
import { seedTopics } from './topics.ts';
import { seedWebhooks } from './history-webhooks.ts';

/** Who wrote and who approved, as they stand in the history. */
export interface DemoTeam {
  manager: { id: string; name: string };
  approver: { id: string; name: string };
  senderId: string;
  /** What secrets of the installation are sealed with. */
  keyRing: KeyRing;
}

/** Gives the example tenant its people and its campaigns in every state that stands still, with what the finished ones brought. */
export async function seedHistory(db: TenantDb, team: DemoTeam): Promise<void> {
  await seedPeople(db);
  await seedRates(db);
  await seedTopics(db);
  await seedCampaigns(db, team);
  await seedHierarchy(db, team);
  await seedExperiments(db, team);
  await seedSegments(db, team.manager.id);
  await seedNurture(db, team);
  await seedDrip(db, team);
  await seedHolidays(db);
  await seedOpportunities(db, team);
  await seedSites(db);
  await seedImport(db, team);
  await seedSeeds(db, { lookedBy: team.manager.name });
  await seedReports(db, team);
  await seedContent(db);
  await seedTemplates(db, team);
  await seedCredits(db);
  await seedNextActions(db, team);
  await seedInbound(db, team.keyRing);
  await rebuildHours(db);
  await seedWebhooks(db, team);
  await rebuildDeliveries(db, new Date(Date.now() - 180 * 86_400_000));
}
