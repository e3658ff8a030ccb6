import { createServer } from 'node:http';
import type { SinkBehaviour } from './sink-server.ts';
import { Sink } from './sink-server.ts';

// The sink as a process of its own, so that its work is not counted as the sender's. Prints one line of JSON with its ports.
// GET /report · GET /ids · GET /times · GET /mail · POST /behaviour · POST /reset
const sink = new Sink();
sink.behaviour = JSON.parse(process.argv[2] ?? '{}') as SinkBehaviour;
const smtpPort = await sink.listen(Number(process.argv[3] ?? 0));

const control = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const { user, system } = process.cpuUsage();
    if (request.url === '/behaviour') sink.behaviour = JSON.parse(body) as SinkBehaviour;
    if (request.url === '/reset') sink.reset();
    const answers: Record<string, unknown> = { '/ids': sink.ids(), '/times': sink.times(), '/mail': sink.mail() };
    const answer = answers[request.url ?? ''] ?? { ...sink.report(), cpuSeconds: (user + system) / 1e6 };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
});
control.listen(0, '127.0.0.1', () => {
  const { port } = control.address() as { port: number };
  console.log(JSON.stringify({ smtpPort, httpPort: port }));
});
// Whoever started the sink holds its standard input; without them it has no purpose.
process.stdin.on('close', () => process.exit(0)).resume();
