import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createRouteTester } from './route-test.ts';

/** A server that knows one way to sign in and refuses it, repeating what it was told. */
async function refusing(way: 'PLAIN' | 'LOGIN', repeat: (line: string) => string) {
  const server = createServer((socket) => {
    let step = 0;
    socket.write('220 mx.example ready\r\n');
    socket
      .on('error', () => {})
      .on('data', (chunk: Buffer) => {
        const line = chunk.toString().trim();
        if (/^EHLO/i.test(line)) return socket.write(`250-mx.example\r\n250 AUTH ${way}\r\n`);
        if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n');
        if (way === 'LOGIN' && step < 2) return socket.write(['334 VXNlcm5hbWU6\r\n', '334 UGFzc3dvcmQ6\r\n'][step++]!);
        return socket.write(`535 5.7.8 not good: ${repeat(line)}\r\n`);
      });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: (server.address() as AddressInfo).port, close: () => new Promise((closed) => server.close(closed)) };
}

const [username, password] = ['ada', 'open sesame é'];
const base64 = (text: string) => Buffer.from(text).toString('base64');

it.each([
  ['PLAIN', 'the whole line', (line: string) => line],
  ['PLAIN', 'the line cut off within the password', (line: string) => line.slice(0, -8)],
  ['PLAIN', 'what it was told, in words', () => password],
  ['LOGIN', 'the last line', (line: string) => line],
  ['LOGIN', 'the last line cut off', (line: string) => line.slice(0, 12)],
] as const)('shows no password where a server that is told it by AUTH %s repeats %s', async (way, _what, repeat) => {
  const server = await refusing(way, repeat);
  const tester = createRouteTester({ from: 'us@acme.example', addressOf: async () => '127.0.0.1' });
  const route = { host: 'mx.example', port: server.port, security: 'opportunistic', username, password } as const;
  const said = await tester(route, { to: 'p@people.example', text: 'Hello' });
  await server.close();
  expect(said).toMatchObject({
    isTaken: false,
    step: 'signIn',
    answer: expect.stringMatching(/^535 5\.7\.8 not good: .*…/),
  });
  for (const secret of [password, 'sesame', base64(password), base64(`\0${username}\0${password}`).slice(0, 12)])
    expect(said.answer).not.toContain(secret);
});
