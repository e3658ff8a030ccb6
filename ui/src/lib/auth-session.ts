import { problemFrom, unreachable } from './problem.ts';

/** A call of the sign-in library, which is not part of our own API. */
export async function callAuth<T>(path: string, body?: Record<string, unknown>): Promise<T> {
  const response = await fetch(`/api/auth${path}`, {
    method: body ? 'POST' : 'GET',
    signal: AbortSignal.timeout(60_000),
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw unreachable();
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(response.status, answer);
  return answer as T;
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await callAuth('/sign-out', {});
}

/** Goes over to another organisation of the same user. */
export async function switchOrganization(organizationId: string): Promise<void> {
  await callAuth('/organization/set-active', { organizationId });
}
