/** Two names of one column fold to the same: "E-mail address" and "email_address". */
export function foldColumn(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
