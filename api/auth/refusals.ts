/** What the library refuses, in sentences for people: what is so, and what to do. Its own words are for those who program. */
const sentences: Partial<Record<string, string>> = {
  INVALID_BACKUP_CODE: 'This backup code is not right, or was used before. Use another one.',
  INVALID_CODE: 'This code is not right, or it has expired. Use the one that the app shows now.',
  INVALID_EMAIL: 'This is not an e-mail address. Check how it is written.',
  INVALID_EMAIL_OR_PASSWORD: 'This e-mail and password do not match. Check both, or set a new password.',
  INVALID_PASSWORD: 'This is not your current password. Check it and try again; nothing was changed.',
  INVALID_TOKEN: 'This link was used before, or is too old. Ask for another one; the password is as it was.',
  PASSWORD_TOO_LONG: 'The password is too long: 128 characters at most.',
  PASSWORD_TOO_SHORT: 'The password is too short: at least 12 characters.',
};

/** What the library said, with our sentence where there is one. */
export function inOurWords<Said extends { code?: unknown } | null>(said: Said): Said {
  const sentence = typeof said?.code === 'string' ? sentences[said.code] : undefined;
  return sentence === undefined ? said : { ...said, message: sentence };
}
