import { createSocket } from 'node:dgram';

/** The records of one name; `fails`: the server says that it cannot tell (SERVFAIL). */
export interface ScriptedName {
  TXT?: string[];
  CNAME?: string;
  MX?: { exchange: string; priority: number }[];
  A?: string[];
  AAAA?: string[];
  PTR?: string[];
  fails?: true;
}

/** A DNS server on this machine that says what a test wrote down; what it has not heard of does not exist. */
export interface ScriptedDns {
  /** For `createDnsReader({ servers: [address] })`. */
  address: string;
  /** By name, lower case; may be changed while it runs. */
  zone: Record<string, ScriptedName>;
  /** Questions so far, as `TYPE name`. */
  asked: string[];
  close: () => Promise<void>;
}

const types = { A: 1, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const;
type Type = keyof typeof types;

/** Starts one on a free port. */
export async function startScriptedDns(zone: Record<string, ScriptedName> = {}): Promise<ScriptedDns> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => socket.send(answer(query, zone, asked), from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    asked,
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}

function answer(query: Buffer, zone: Record<string, ScriptedName>, asked: string[]): Buffer {
  const { name, type, end } = readQuestion(query);
  asked.push(`${type} ${name}`);
  const records: { name: string; type: Type; data: Buffer }[] = [];
  let at = name;
  for (let hops = 0; hops < 8; hops += 1) {
    const target: string | undefined = type === 'CNAME' ? undefined : zone[at]?.CNAME;
    if (target === undefined) break;
    records.push({ name: at, type: 'CNAME', data: encodeName(target) });
    at = target;
  }
  const entry = zone[at];
  if (type !== 'other') for (const data of dataOf(entry, type)) records.push({ name: at, type, data });
  const code = entry?.fails ? 2 : entry || records.length > 0 ? 0 : 3;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(entry?.fails ? 0 : records.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...(entry?.fails ? [] : records.map(encodeRecord))]);
}

function readQuestion(query: Buffer): { name: string; type: Type | 'other'; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (query[at]! > 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!));
    at += 1 + query[at]!;
  }
  const number = query.readUInt16BE(at + 1);
  const type = (Object.keys(types) as Type[]).find((each) => types[each] === number) ?? 'other';
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function dataOf(entry: ScriptedName | undefined, type: Type): Buffer[] {
  switch (type) {
    case 'TXT':
      return (entry?.TXT ?? []).map((text) =>
        Buffer.concat(
          (text.match(/[^]{1,255}/g) ?? ['']).map((part) =>
            Buffer.concat([Buffer.from([part.length]), Buffer.from(part)]),
          ),
        ),
      );
    case 'CNAME':
      return entry?.CNAME === undefined ? [] : [encodeName(entry.CNAME)];
    case 'PTR':
      return (entry?.PTR ?? []).map(encodeName);
    case 'MX':
      return (entry?.MX ?? []).map(({ exchange, priority }) =>
        Buffer.concat([Buffer.from([priority >> 8, priority & 255]), encodeName(exchange)]),
      );
    case 'A':
      return (entry?.A ?? []).map((address) => Buffer.from(address.split('.').map(Number)));
    case 'AAAA':
      // Written out in full, so that nothing has to be expanded here.
      return (entry?.AAAA ?? []).map((address) =>
        Buffer.from(
          address
            .split(':')
            .map((group) => group.padStart(4, '0'))
            .join(''),
          'hex',
        ),
      );
  }
}

function encodeRecord({ name, type, data }: { name: string; type: Type; data: Buffer }): Buffer {
  const middle = Buffer.alloc(10);
  middle.writeUInt16BE(types[type], 0);
  middle.writeUInt16BE(1, 2);
  middle.writeUInt32BE(60, 4);
  middle.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(name), middle, data]);
}

function encodeName(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);
}
