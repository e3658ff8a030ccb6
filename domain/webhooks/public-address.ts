const closed4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Inside 2000::/3, which holds all that is public: what carries an IPv4 address with it, and what is for documents only. */
const closed6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/**
 * Whether an IP address (no name) is one of the open internet: not the machine itself, not a network behind it, not one of a cloud's
 * own services. What is no address at all is not public either.
 */
export function isPublicAddress(address: string): boolean {
  const four = bytes4(address);
  if (four) return !closed4.some(([network, length]) => isWithin(four, bytes4(network)!, length));
  const six = bytes6(address);
  if (!six || !isWithin(six, bytes6('2000::')!, 3)) return false;
  return !closed6.some(([network, length]) => isWithin(six, bytes6(network)!, length));
}

/** Whether an IP address is the machine itself. */
export function isLoopback(address: string): boolean {
  return bytes4(address)?.[0] === 127 || bytes6(address)?.join() === '0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1';
}

/** Whether a text is an IP address and not a name. */
export function isAddress(text: string): boolean {
  return bytes4(text) !== null || bytes6(text) !== null;
}

/** The bytes of an IP address, four or sixteen; null where the text is none. */
export function addressBytes(text: string): number[] | null {
  return bytes4(text) ?? bytes6(text);
}

/** Whether an address lies in a network of `length` bits; both as bytes, of one family. */
export function isWithin(address: readonly number[], network: readonly number[], length: number): boolean {
  return address.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, length - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === (network[index]! & mask);
  });
}

/** The network of an address, which limits count by; text that is not an address is returned unchanged. */
export function networkOf(address: string): string {
  const bytes = addressBytes(address.replace(/%.*$/, ''));
  if (bytes?.length !== 16) return address;
  const isMapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
  return isMapped
    ? bytes.slice(12).join('.')
    : `${bytes
        .slice(0, 8)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')}::/64`;
}

function bytes4(text: string): number[] | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** An IPv6 address as sixteen bytes; one that ends like an IPv4 address is read, a zone (`%eth0`) is none of the internet's. */
function bytes6(text: string): number[] | null {
  if (!text.includes(':')) return null;
  const tail = bytes4(text.slice(text.lastIndexOf(':') + 1));
  const plain = tail
    ? `${text.slice(0, text.lastIndexOf(':') + 1)}${hex(tail[0]!, tail[1]!)}:${hex(tail[2]!, tail[3]!)}`
    : text;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => parseInt(group, 16)).flatMap((value) => [value >> 8, value & 0xff]);
}

function hex(high: number, low: number): string {
  return ((high << 8) | low).toString(16);
}
