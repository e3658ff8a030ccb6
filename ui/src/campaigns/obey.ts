import type { CampaignCommand } from '../../../domain/campaigns/lifecycle.ts';
import { say, sayProblem } from '../lib/toast.ts';
import { command } from './calls.ts';
import { commandDone } from './words.ts';

const back: Partial<Record<CampaignCommand, CampaignCommand>> = { pause: 'resume', resume: 'pause' };

/** Whether a command asks nothing first: what it does can be taken back, and it must not wait for anything. */
export function isStraight(name: CampaignCommand): boolean {
  return name === 'pause' || name === 'withdraw';
}

/** Gives a command, says that it is obeyed and offers the way back where there is one. */
export async function obey(id: string, name: CampaignCommand, body: Record<string, unknown> = {}): Promise<void> {
  await command(id, name, body);
  const undo = back[name];
  await say(commandDone[name], undo && { label: 'Undo', run: () => void obey(id, undo, {}).catch(sayProblem) });
}
