/** Milliseconds until an answer is given up. */
const timeoutMs = 5_000;

/** Bytes of an answer at most. */
const mostBytes = 64 * 1024;

/** Reads a small text from an address that the caller has looked at; redirects are not followed, and more than 64 kB is an error. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || !response.body) throw new Error(`It answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new Error('The answer is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
