import { problemFrom, unreachable } from './problem.ts';

/** Sign-in, password, second factor and sessions: the calls of the sign-in library, which is not part of our own API. */
async function call<T>(path: string, body?: Record<string, unknown>): Promise<T> {
  const response = await fetch(`/api/auth${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw unreachable();
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(response.status, answer);
  return answer as T;
}

/** A browser that is signed in as this user. */
export interface BrowserSession {
  id: string;
  token: string;
  createdAt: string;
  expiresAt: string;
  userAgent?: string | null;
  ipAddress?: string | null;
}

/** Signs in with a password; `needsCode` says that a second step follows. */
export async function signIn(email: string, password: string): Promise<{ needsCode: boolean }> {
  const answer = await call<{ twoFactorRedirect?: boolean }>('/sign-in/email', { email, password });
  return { needsCode: answer.twoFactorRedirect === true };
}

/** The second step: six digits from the app, or one of the codes written down. */
export async function verifyCode(code: string, trustDevice: boolean): Promise<void> {
  const plain = code.replaceAll(/\s/g, '');
  const path = /^\d{6}$/.test(plain) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
  await call(path, { code: plain, trustDevice });
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await call('/sign-out', {});
}

/** Sends a link for a new password, if the address is known; the answer does not tell. */
export async function requestPasswordReset(email: string): Promise<void> {
  await call('/request-password-reset', { email, redirectTo: `${location.origin}/reset-password` });
}

/** Sets a new password with the token of the link. */
export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await call('/reset-password', { token, newPassword });
}

/** Changes the password of who is signed in; all other browsers are signed out. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call('/change-password', { currentPassword, newPassword, revokeOtherSessions: true });
}

/** Begins the second factor: the address for the app and the codes to write down. Holds from the first code on. */
export async function enableTwoFactor(password: string): Promise<{ totpURI: string; backupCodes: string[] }> {
  return call('/two-factor/enable', { password });
}

/** Ends the second factor. */
export async function disableTwoFactor(password: string): Promise<void> {
  await call('/two-factor/disable', { password });
}

/** The browsers that are signed in as this user. */
export async function listSessions(): Promise<BrowserSession[]> {
  return call('/list-sessions');
}

/** Which of them this one is. */
export async function currentSessionToken(): Promise<string | null> {
  const answer = await call<{ session: { token: string } } | null>('/get-session');
  return answer?.session.token ?? null;
}

/** Signs another browser out. */
export async function revokeSession(token: string): Promise<void> {
  await call('/revoke-session', { token });
}

/** Signs all other browsers out. */
export async function revokeOtherSessions(): Promise<void> {
  await call('/revoke-other-sessions', {});
}

/** Goes over to another organisation of the same user. */
export async function switchOrganization(organizationId: string): Promise<void> {
  await call('/organization/set-active', { organizationId });
}
