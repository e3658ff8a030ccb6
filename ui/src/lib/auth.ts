import { callAuth } from './auth-session.ts';

// Sign-in, password, second factor and sessions: what the first screen does not need.

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
  const answer = await callAuth<{ twoFactorRedirect?: boolean }>('/sign-in/email', { email, password });
  return { needsCode: answer.twoFactorRedirect === true };
}

/** The second step: six digits from the app, or one of the codes written down. */
export async function verifyCode(code: string, trustDevice: boolean): Promise<void> {
  const plain = code.replaceAll(/\s/g, '');
  const path = /^\d{6}$/.test(plain) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
  await callAuth(path, { code: plain, trustDevice });
}

/** Sends a link for a new password, if the address is known; the answer does not tell. */
export async function requestPasswordReset(email: string): Promise<void> {
  await callAuth('/request-password-reset', { email, redirectTo: `${location.origin}/reset-password` });
}

/** Sets a new password with the token of the link. */
export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await callAuth('/reset-password', { token, newPassword });
}

/** Changes the password of who is signed in; all other browsers are signed out. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await callAuth('/change-password', { currentPassword, newPassword, revokeOtherSessions: true });
}

/** Begins the second factor: the address for the app and the codes to write down. Holds from the first code on. */
export async function enableTwoFactor(password: string): Promise<{ totpURI: string; backupCodes: string[] }> {
  return callAuth('/two-factor/enable', { password });
}

/** Ends the second factor. */
export async function disableTwoFactor(password: string): Promise<void> {
  await callAuth('/two-factor/disable', { password });
}

/** The browsers that are signed in as this user. */
export async function listSessions(): Promise<BrowserSession[]> {
  return callAuth('/list-sessions');
}

/** Which of them this one is. */
export async function currentSessionToken(): Promise<string | null> {
  const answer = await callAuth<{ session: { token: string } } | null>('/get-session');
  return answer?.session.token ?? null;
}

/** Signs another browser out. */
export async function revokeSession(token: string): Promise<void> {
  await callAuth('/revoke-session', { token });
}

/** Signs all other browsers out. */
export async function revokeOtherSessions(): Promise<void> {
  await callAuth('/revoke-other-sessions', {});
}
