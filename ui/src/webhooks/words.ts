import type { Delivery, Endpoint } from '../../../domain/webhooks/endpoint.ts';
import { problemWords } from '../../../domain/webhooks/call.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** How an endpoint stands, in a word. */
export function stateOf({ disabledFor, failingSince }: Endpoint): { label: string; tone: Tone } {
  if (disabledFor === 'person') return { label: 'Switched off', tone: 'neutral' };
  if (disabledFor === 'gone') return { label: 'Off: it says it is gone', tone: 'bad' };
  if (disabledFor === 'failing') return { label: 'Off: it failed for days', tone: 'bad' };
  return failingSince === null ? { label: 'On', tone: 'good' } : { label: 'Failing', tone: 'warn' };
}

/** How a delivery stands, in words, and why where it was not told; a reason is too long for a badge. */
export function deliveryWords({ status, problem, attempts }: Delivery): { label: string; tone: Tone; why: string } {
  if (status === 'done') return { label: 'Told', tone: 'good', why: '' };
  const why = problem === null ? '' : problem === 'disabled' ? 'the endpoint was off' : problemWords(problem);
  if (status === 'failed') return { label: 'Given up', tone: 'bad', why };
  if (attempts === 0) return { label: 'Waits', tone: 'neutral', why: '' };
  return { label: 'Tried again later', tone: 'warn', why };
}
