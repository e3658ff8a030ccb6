import { canDo, type Action } from '../../../domain/policy/policy.ts';
import { api, ok, signedOut } from './api.ts';
import type { components } from './api-types.ts';
import { forgetFirstAnswers } from './first-answers.ts';
import { Problem } from './problem.ts';
import { keepUnsaved } from './leaving.ts';
import { queryClient } from './query-client.ts';

/** Who is signed in, as the API tells it. */
export type Me = components['schemas']['Me'];

// undefined: not asked yet. null: nobody.
let me = $state.raw<Me | null | undefined>();
let failure = $state.raw<unknown>();

signedOut.handler = () => {
  keepUnsaved();
  me = null;
};

/** Who is signed in: undefined until it is known, null for nobody. Reactive. */
export function currentMe(): Me | null | undefined {
  return me;
}

/** Why it could not be found out. Reactive. */
export function sessionFailure(): unknown {
  return failure;
}

/** Asks who is signed in. */
export async function loadSession(): Promise<void> {
  failure = undefined;
  try {
    me = await ok(api.GET('/api/v1/me'));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) me = null;
    else failure = error;
  }
}

/** Forgets everything that was read; for signing in or out and for another organisation. */
export async function renewSession(): Promise<void> {
  forgetFirstAnswers();
  queryClient.clear();
  await loadSession();
}

/** Whether who is signed in may do `action` in the organisation that is open. Reactive. */
export function can(action: Action): boolean {
  return me?.role ? canDo(me.role, action) : false;
}

/** Whether who is signed in looks after the whole installation. Reactive. */
export function isInstallationOperator(): boolean {
  return me?.isInstallationOperator ?? false;
}

/** The organisation's time zone, in which all times are shown. Reactive. */
export function timeZone(): string {
  return me?.tenant?.timeZone ?? 'UTC';
}

/** The organisation's currency. Reactive. */
export function currency(): string {
  return me?.tenant?.currency ?? 'EUR';
}
