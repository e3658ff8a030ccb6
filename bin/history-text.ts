import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/**
 * A history as it is kept in test/histories, without the names and paths of machines. Throws where something looks like an address: that would be
 * personal data in Temporal.
 */
export function historyText(history: Parameters<typeof historyToJSON>[0]): string {
  const text = JSON.stringify(JSON.parse(historyToJSON(history)), (key, value: unknown) =>
    key === 'identity' || key === 'workerId' ? 'worker' : key === 'stackTrace' ? '' : value,
  );
  const payloads = [...text.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
    Buffer.from(data!, 'base64').toString('utf8'),
  );
  const address = [text, ...payloads].map((part) => /[\w.+-]+@[\w-]+\.[a-z]{2,}/i.exec(part)?.[0]).find(Boolean);
  if (address)
    throw new Error(
      `A history holds what looks like an address (${address.length} characters): personal data has no place there.`,
    );
  return `${JSON.stringify(JSON.parse(text), null, 1)}\n`;
}
