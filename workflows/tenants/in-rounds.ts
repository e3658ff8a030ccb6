import { condition, setHandler, sleep, type SignalDefinition } from '@temporalio/workflow';

/** How long, in milliseconds or words ("5 minutes"), and what the web console says about it. */
interface Timer {
  time: Parameters<typeof sleep>[0];
  summary: string;
}

/** What a round leaves to wait for. */
export interface NextRound {
  /** Until when to wait for a wake-up; left out where the next round is not waited for. */
  wait?: Timer | undefined;
  /** What to let go by before the next round whatever happens; `isWoken`: the wait ended, or was left out, by a wake-up. */
  rest: (isWoken: boolean) => Timer | null;
}

/** The rounds of a workflow that works for a tenant while there is something to do. */
interface Rounds {
  wake: SignalDefinition;
  /** Another signal that wakes it, and what is kept of that before the next look. */
  also?: { signal: SignalDefinition; hear: () => void };
  /** Does what is due; null if nothing is left. */
  look: () => Promise<NextRound | null>;
  /** What a round that found nothing leaves where somebody woke the workflow meanwhile. */
  once: NextRound;
  /** Asked between two rounds: continues as new where the history has grown long. */
  renew: () => Promise<void>;
}

/** Goes round after round until nothing is left and nobody has woken it since it looked. */
export async function inRounds({ wake, also, look, once, renew }: Rounds): Promise<void> {
  let isWoken = false;
  setHandler(wake, () => void (isWoken = true));
  if (also)
    setHandler(also.signal, () => {
      also.hear();
      isWoken = true;
    });
  for (;;) {
    isWoken = false;
    const next = await look();
    if (next === null && !isWoken) return;
    const { wait, rest } = next ?? once;
    if (wait) await condition(() => isWoken, wait.time, { summary: wait.summary });
    const timer = rest(isWoken);
    if (timer) await sleep(timer.time, { summary: timer.summary });
    await renew();
  }
}
