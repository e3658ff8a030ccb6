import { afterAll, beforeAll } from 'vitest';
import { aboutBuilder } from './builder.ts';
import { aboutCampaignList } from './campaign-list.ts';
import { aboutDrips } from './drips.ts';
import { aboutFirstAnswers } from './first-answers.ts';
import { aboutFirstCampaign } from './first-campaign.ts';
import { openHouse, type House } from './house.ts';
import { aboutLateSaves } from './late-saves.ts';
import { aboutNurture } from './nurture.ts';
import { aboutPages } from './pages.ts';
import { aboutPlans } from './plans.ts';
import { aboutSlowAnswers } from './slow-answers.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house?.close(), 60_000);

aboutFirstCampaign(() => house);
aboutPlans(() => house);
aboutBuilder(() => house);
aboutPages(() => house);
aboutCampaignList(() => house);
aboutFirstAnswers(() => house);
aboutDrips(() => house);
aboutNurture(() => house);
aboutSlowAnswers(() => house);
aboutLateSaves(() => house);
