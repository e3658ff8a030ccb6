/** A change or removal that was sent once more, for the first time got no answer. */
interface Repeated {
  method: string;
  /** What was sent. */
  body: string;
  /** Asks what stands now. */
  read: () => Promise<Response>;
}

/**
 * What to make of a refusal of what was sent once more: that something is gone, or is another version by now, is what the first time did
 * where nothing of what was wanted is missing. Else it stands: somebody else changed it.
 */
export async function settled(refusal: Response, { method, body, read }: Repeated): Promise<Response> {
  if (method === 'DELETE') return refusal.status === 404 ? new Response(null, { status: 204 }) : refusal;
  if (refusal.status !== 412 || (method !== 'PATCH' && method !== 'PUT')) return refusal;
  try {
    const found = await read();
    return found.ok && says(await found.clone().json(), JSON.parse(body)) ? found : refusal;
  } catch {
    return refusal;
  }
}

/** Whether what was found says all that was wanted; what else it says does not matter. */
export function says(found: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object') return found === wanted;
  if (found === null || typeof found !== 'object' || Array.isArray(found) !== Array.isArray(wanted)) return false;
  if (Array.isArray(found) && found.length !== (wanted as unknown[]).length) return false;
  return Object.entries(wanted).every(([name, value]) => says((found as Record<string, unknown>)[name], value));
}
