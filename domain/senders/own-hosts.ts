/** The origin of links in mail: that of the installation, or the sender's own host in its place, reached the same way. */
export function linkOrigin(publicUrl: string, trackingHost: string | null): string {
  if (trackingHost === null) return publicUrl;
  const url = new URL(publicUrl);
  url.hostname = trackingHost;
  return url.origin;
}
