import type { Client } from '@temporalio/client';

/** A Temporal client for those who only tell workflows something: it answers, and nobody hears it. */
export const unheard = { workflow: { signalWithStart: async () => ({}) } } as unknown as Client;
