/** Where readers load an uploaded image from. */
export function imageAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/i/${token}`;
}
