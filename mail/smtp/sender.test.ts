import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bytes } from '../bytes.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import type { SendOutcome } from './outcome.ts';
import type { Moment, Step } from './scripted-server.ts';
import { ScriptedServer } from './scripted-server.ts';
import type { SmtpSender, SmtpSenderOptions } from './sender.ts';
import { createSmtpSender } from './sender.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(
  script?: (moment: Moment) => Step | null,
  options: Partial<SmtpSenderOptions> & { extensions?: string[] } = {},
) {
  const { extensions, ...rest } = options;
  const server = new ScriptedServer(script, extensions);
  const sender = createSmtpSender({
    url: await server.listen(),
    connections: 1,
    connectTimeoutMs: 2_000,
    backoffMs: 5,
    ...rest,
  });
  open.push(server, sender);
  return { server, sender };
}

function messages(
  count: number,
  change: (message: OutgoingMessage, n: number) => Partial<OutgoingMessage> = () => ({}),
): OutgoingMessage[] {
  return Array.from({ length: count }, (_, n) => {
    const message = {
      id: `m${n}`,
      envelopeFrom: `b-${n}@bounce.test`,
      to: `person-${n}@mail.test`,
      data: `Subject: m${n}\r\n\r\nbody of m${n}\r\n`,
    };
    return { ...message, ...change(message, n) };
  });
}

async function send(sender: SmtpSender, window: OutgoingMessage[]): Promise<Map<string, SendOutcome>> {
  const outcomes = new Map<string, SendOutcome>();
  await sender.send(window, (outcome) => {
    expect(outcomes.has(outcome.id), 'one outcome for each message').toBe(false);
    outcomes.set(outcome.id, outcome);
  });
  expect(outcomes.size).toBe(window.length);
  return outcomes;
}

const kinds = (outcomes: Map<string, SendOutcome>) =>
  [...outcomes.values()].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))).map(({ kind }) => kind);

describe('with PIPELINING', () => {
  it('writes a text, its dot and the next envelope as one, and uses one connection for several windows', async () => {
    const { server, sender } = await start();
    expect(kinds(await send(sender, messages(5)))).toEqual(Array(5).fill('accepted'));
    expect(kinds(await send(sender, messages(3)))).toEqual(Array(3).fill('accepted'));
    expect(server.connections).toBe(1);
    expect(server.received).toHaveLength(8);
    expect(server.chunks.filter((chunk) => chunk.includes('\r\n.\r\nMAIL FROM:<b-'))).toHaveLength(6);
    expect(server.chunks.filter((chunk) => /^MAIL FROM:.*\r\nRCPT TO:.*\r\nDATA\r\n$/.test(chunk))).toHaveLength(2);
  });

  it('spreads a window over its connections', async () => {
    const { server, sender } = await start(undefined, { connections: 4 });
    await send(sender, messages(40));
    expect(server.connections).toBe(4);
    expect(new Set(server.received).size).toBe(40);
  });

  it('gives dots back that begin a line', async () => {
    const { server, sender } = await start();
    const data = '.begins\r\n..two\r\n.\r\n\r\n.end';
    await send(
      sender,
      messages(1, () => ({ data })),
    );
    expect(server.received).toEqual([`${data}\r\n`]);
  });
});

describe('with CHUNKING', () => {
  const extensions = ['PIPELINING', 'CHUNKING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'];

  it('writes several whole transactions at once, counts octets and stuffs no dots', async () => {
    const { server, sender } = await start(undefined, { extensions });
    const window = messages(20, (_, n) => ({ data: `Subject: m${n}\r\n\r\n.\r\n${'x'.repeat(n * 90)}\r\n` }));
    expect(kinds(await send(sender, window))).toEqual(Array(20).fill('accepted'));
    expect(server.received).toEqual(window.map(({ data }) => data));
    expect(server.chunks.filter((chunk) => chunk.split('MAIL FROM').length > 5).length).toBeGreaterThanOrEqual(2);
    expect(server.commands.filter((line) => line.startsWith('BDAT'))).toHaveLength(20);
  });

  it('writes few over a new connection, and more once the server answers at once', async () => {
    const { server, sender } = await start(undefined, { extensions, connections: 1 });
    expect(kinds(await send(sender, messages(400)))).toEqual(Array(400).fill('accepted'));
    const sizes = server.chunks.map((chunk) => chunk.split('MAIL FROM').length - 1).filter((count) => count > 0);
    expect(sizes[0]).toBe(8);
    expect(Math.max(...sizes)).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32);
  });

  it('counts octets and not characters of an address beyond ASCII, and takes bytes where a message writes them', async () => {
    const { server, sender } = await start(undefined, { extensions });
    const data = 'To: jürgen@mail.test\r\n\r\nx\r\n';
    const window = messages(
      3,
      (_, n) =>
        [
          { smtpUtf8: true, to: 'jürgen@mail.test', data },
          { write: (bytes: Bytes) => bytes.ascii('Subject: written\r\n\r\ny\r\n') },
          {},
        ][n]!,
    );
    expect(kinds(await send(sender, window))).toEqual(Array(3).fill('accepted'));
    expect(server.received).toEqual([data, 'Subject: written\r\n\r\ny\r\n', window[2]!.data]);
  });

  it('lets no refused envelope harm the one behind it', async () => {
    const script = ({ at, line }: Moment) => {
      if (at === 'MAIL' && line.includes('b-1@')) return '451 4.7.1 later';
      if (at === 'RCPT' && line.includes('person-1@')) return '503 5.5.1 MAIL first';
      if (at === 'RCPT' && line.includes('person-3@')) return '550 5.1.1 unknown';
      return at === 'DOT' && line.includes('m5') ? '554 5.7.1 spam' : null;
    };
    const { server, sender } = await start(script, { extensions });
    const outcomes = await send(sender, messages(8));
    expect(kinds(outcomes)).toEqual([
      ...['accepted', 'deferred', 'accepted', 'rejected', 'accepted', 'rejected', 'accepted', 'accepted'],
    ]);
    expect(outcomes.get('m1')).toMatchObject({ code: 451, stage: 'mail' });
    expect(outcomes.get('m3')).toMatchObject({ code: 550, stage: 'rcpt' });
    expect(outcomes.get('m5')).toMatchObject({ code: 554, stage: 'data' });
    expect(server.connections).toBe(1);
  });

  it('leaves uncertain what was written and not answered, and nothing that was not written', async () => {
    const { server, sender } = await start(({ at, count }) => (at === 'DOT' && count === 3 ? 'close' : null), {
      extensions,
    });
    const outcomes = await send(sender, messages(12));
    const all = kinds(outcomes);
    expect(all.slice(0, 8).filter((kind) => kind === 'uncertain').length).toBeGreaterThanOrEqual(6);
    expect(all.slice(8)).toEqual(Array(4).fill('accepted'));
    expect(new Set(server.received).size).toBe(server.received.length);
  });

  it('sends what stands behind a goodbye over a new connection', async () => {
    const { server, sender } = await start(
      ({ at, count }) => (at === 'DOT' && count === 2 ? { closeAfter: '421 4.3.2 going down' } : null),
      { extensions },
    );
    expect(kinds(await send(sender, messages(5)))).toEqual([
      'accepted',
      'deferred',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(server.connections).toBe(2);
  });
});

describe('without PIPELINING', () => {
  it('waits for each answer', async () => {
    const { server, sender } = await start(undefined, { extensions: ['8BITMIME'] });
    expect(kinds(await send(sender, messages(5)))).toEqual(Array(5).fill('accepted'));
    expect(server.hasty).toEqual([]);
    expect(server.received).toHaveLength(5);
  });

  it('goes on after refusals at each step', async () => {
    const refusals: Record<string, string> = {
      MAIL: '451 4.7.1 later',
      RCPT: '550 5.1.1 unknown',
      DATA: '554 5.7.1 no',
    };
    const script = ({ at, count }: Moment) => (count === 2 && refusals[at]) || null;
    const { server, sender } = await start(script, { extensions: ['8BITMIME'] });
    expect(kinds(await send(sender, messages(6)))).toEqual([
      'accepted',
      'deferred',
      'rejected',
      'rejected',
      'accepted',
      'accepted',
    ]);
    expect(server.hasty).toEqual([]);
  });
});

describe('refusals', () => {
  it('carry the codes and the step, and no address', async () => {
    const script = ({ at, line }: Moment) => {
      if (at === 'RCPT' && line.includes('person-1@'))
        return '550 5.1.1 <person-1@mail.test>: Recipient person-1 rejected';
      if (at === 'MAIL' && line.includes('b-2@')) return '452 4.3.1 out of room';
      if (at === 'DOT' && line.includes('m3')) return '554-5.7.1 spam\r\n554 5.7.1 for Person-3@MAIL.test go away';
      return null;
    };
    const { server, sender } = await start(script);
    const outcomes = await send(sender, messages(5));
    expect(kinds(outcomes)).toEqual(['accepted', 'rejected', 'deferred', 'rejected', 'accepted']);
    expect(outcomes.get('m1')).toEqual({
      id: 'm1',
      kind: 'rejected',
      code: 550,
      enhanced: '5.1.1',
      stage: 'rcpt',
      text: '<…>: Recipient <…> rejected',
    });
    expect(outcomes.get('m2')).toMatchObject({ code: 452, enhanced: '4.3.1', stage: 'mail' });
    expect(outcomes.get('m3')).toMatchObject({
      code: 554,
      enhanced: '5.7.1',
      stage: 'data',
      text: 'spam for <…> go away',
    });
    expect(server.connections).toBe(1);
    // An envelope that stays open would take the next MAIL as an error.
    expect(server.commands.filter((command) => command === 'RSET')).toHaveLength(2);
  });

  it('end with a lone dot where the server wants a text all the same', async () => {
    const script = ({ at, line }: Moment) => (at === 'RCPT' && line.includes('person-1@') ? '550 5.1.1 unknown' : null);
    const { server, sender } = await start(script);
    expect(kinds(await send(sender, messages(3)))).toEqual(['accepted', 'rejected', 'accepted']);
    expect(server.chunks).toContain('.\r\n');
    expect(server.received).toHaveLength(2);
  });

  it.each(['MAIL', 'RCPT', 'DATA', 'DOT'] as const)(
    'with 421 at %s put off that message and send the others over a new connection',
    async (moment) => {
      const { server, sender } = await start(({ at, count }) =>
        at === moment && count === 2 ? { closeAfter: '421 4.3.2 going down' } : null,
      );
      const outcomes = await send(sender, messages(5));
      expect(kinds(outcomes)).toEqual(['accepted', 'deferred', 'accepted', 'accepted', 'accepted']);
      expect(outcomes.get('m1')).toMatchObject({ code: 421 });
      expect(server.connections).toBe(2);
    },
  );

  it('are made on the spot where the server could not take the message', async () => {
    const { server, sender } = await start(undefined, { extensions: ['PIPELINING', 'SIZE 100'] });
    const outcomes = await send(
      sender,
      messages(
        4,
        (message, n) =>
          [
            {},
            { smtpUtf8: true, to: 'jürgen@mail.test' },
            { data: message.data.repeat(20) },
            { to: 'x@mail.test>\r\nRCPT TO:<y@mail.test' },
          ][n]!,
      ),
    );
    expect(kinds(outcomes)).toEqual(['accepted', 'rejected', 'rejected', 'rejected']);
    expect([...outcomes.values()].map((outcome) => ('enhanced' in outcome ? outcome.enhanced : null)).sort()).toEqual([
      '5.1.3',
      '5.3.4',
      '5.6.7',
      null,
    ]);
    expect(server.received).toHaveLength(1);
  });
});

it('sends addresses beyond ASCII where the server takes them', async () => {
  const { server, sender } = await start();
  const data = 'To: jürgen@mail.test\r\n\r\nx\r\n';
  expect(
    kinds(
      await send(
        sender,
        messages(2, (_, n) => (n === 0 ? { smtpUtf8: true, to: 'jürgen@mail.test', data } : {})),
      ),
    ),
  ).toEqual(['accepted', 'accepted']);
  expect(server.commands).toContain('MAIL FROM:<b-0@bounce.test> BODY=8BITMIME SMTPUTF8');
  expect(server.commands).toContain('RCPT TO:<jürgen@mail.test>');
  expect(server.received[0]).toBe(data);
});

describe('a lost connection', () => {
  it.each<[Moment['at'], string[]]>([
    ['GREETING', []],
    ['EHLO', []],
    ['MAIL', []],
    ['RCPT', []],
    ['DATA', []],
    ['DOT', ['m1']],
  ])('at %s leaves uncertain what cannot be known, and sends the rest once', async (moment, uncertain) => {
    const second = moment === 'GREETING' || moment === 'EHLO' ? 1 : 2;
    for (const extensions of [['PIPELINING'], ['8BITMIME']]) {
      const { server, sender } = await start(({ at, count }) => (at === moment && count === second ? 'close' : null), {
        extensions,
      });
      const outcomes = await send(sender, messages(5));
      const open = [...outcomes.values()].filter(({ kind }) => kind !== 'accepted');
      expect(open).toEqual(uncertain.map((id) => ({ id, kind: 'uncertain', cause: 'lost' })));
      expect(new Set(server.received).size).toBe(5);
      expect(server.received).toHaveLength(5);
    }
  });

  it('after a good answer changes nothing about it', async () => {
    const { server, sender } = await start(({ at, count }) =>
      at === 'DOT' && count % 2 === 0 ? { closeAfter: '250 2.0.0 ok' } : null,
    );
    expect(kinds(await send(sender, messages(6)))).toEqual(Array(6).fill('accepted'));
    expect(server.received).toHaveLength(6);
    expect(server.connections).toBe(3);
  });

  it('in the middle of a large text was no delivery, yet is not claimed to be none', async () => {
    const { server, sender } = await start(({ at }) => (at === 'TEXT' ? 'close' : null));
    const outcomes = await send(
      sender,
      messages(1, () => ({ data: 'x\r\n'.repeat(3_000_000) })),
    );
    expect(kinds(outcomes)).toEqual(['uncertain']);
    expect(server.received).toEqual([]);
  });

  it('at every try gives the message back as not sent', async () => {
    const { server, sender } = await start(({ at }) => (at === 'RCPT' ? 'close' : null));
    const outcomes = await send(sender, messages(1));
    expect([...outcomes.values()]).toEqual([{ id: 'm0', kind: 'notSent', cause: 'lost' }]);
    expect(server.connections).toBe(3);
  });
});

describe('silence', () => {
  it('after the dot is uncertain, before it is not', async () => {
    const timeouts = { commandMs: 150, messageMs: 200 };
    const late = await start(({ at, count }) => (at === 'DOT' && count === 1 ? 'silence' : null), timeouts);
    expect([...(await send(late.sender, messages(2))).values()]).toContainEqual({
      id: 'm0',
      kind: 'uncertain',
      cause: 'timeout',
    });
    expect(late.server.received).toHaveLength(2);
    const early = await start(({ at, count }) => (at === 'RCPT' && count === 1 ? 'silence' : null), timeouts);
    expect(kinds(await send(early.sender, messages(2)))).toEqual(['accepted', 'accepted']);
  });

  it('behind every dot holds a window until its time is up: what has not begun then is given back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    for (const extensions of [['PIPELINING'], ['8BITMIME']]) {
      const { server, sender } = await start(
        ({ at, count }) => {
          if (at === 'DOT' && count === 1) vi.advanceTimersByTime(300_000);
          return at === 'DOT' ? 'silence' : null;
        },
        { extensions, messageMs: 100 },
      );
      const outcomes = await send(sender, messages(5));
      expect(outcomes.get('m0')).toEqual({ id: 'm0', kind: 'uncertain', cause: 'timeout' });
      for (const id of ['m1', 'm2', 'm3', 'm4'])
        expect(outcomes.get(id)).toEqual({ id, kind: 'notSent', cause: 'timeout' });
      expect(server.received).toHaveLength(1);
    }
  });

  it.each([
    ['GREETING', [], 'unreachable'],
    ['EHLO', [], 'unreachable'],
    // To the first octets of TLS nothing is answered.
    ['the TLS handshake', ['STARTTLS'], 'tls'],
    ['MAIL', [], 'timeout'],
    ['RCPT', [], 'timeout'],
    ['DATA', [], 'timeout'],
    ['MAIL', ['PIPELINING'], 'timeout'],
  ] as const)('at %s (%j) has an end, and nothing was sent', async (phase, extensions, cause) => {
    const timeouts = { connectTimeoutMs: 150, commandMs: 100, messageMs: 100, connectAttempts: 1, backoffMs: 1 };
    const options = { ...timeouts, extensions: [...extensions] };
    const { sender } = await start(({ at }) => (at === phase ? 'silence' : null), options);
    expect([...(await send(sender, messages(1))).values()]).toEqual([{ id: 'm0', kind: 'notSent', cause }]);
  });
});

describe('a server that', () => {
  it('does not speak SMTP gets nothing', async () => {
    const { sender } = await start(({ at }) => (at === 'MAIL' ? 'hello there' : null));
    expect([...(await send(sender, messages(1))).values()]).toEqual([{ id: 'm0', kind: 'notSent', cause: 'protocol' }]);
  });

  it('is away gives all back after a few tries', async () => {
    const { server, sender } = await start(undefined, { connectAttempts: 2 });
    server.close();
    expect(
      [...(await send(sender, messages(3))).values()].map((outcome) => [
        outcome.kind,
        'cause' in outcome && outcome.cause,
      ]),
    ).toEqual(Array(3).fill(['notSent', 'unreachable']));
    await expect(sender.verify()).rejects.toThrow(/cannot be reached/);
  });

  it('refuses us at its door is told apart', async () => {
    const { sender } = await start(({ at }) => (at === 'GREETING' ? { closeAfter: '554 5.7.1 not you' } : null), {
      connectAttempts: 1,
    });
    expect([...(await send(sender, messages(1))).values()]).toEqual([{ id: 'm0', kind: 'notSent', cause: 'refused' }]);
  });

  it('closes an unused connection costs nothing', async () => {
    const { server, sender } = await start();
    await send(sender, messages(1));
    server.sayUnasked('421 4.4.2 idle too long\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(kinds(await send(sender, messages(2)))).toEqual(['accepted', 'accepted']);
    expect(server.connections).toBe(2);
  });
});

it('gives back what has not begun when it is closed', async () => {
  const { sender } = await start(({ at, count }) => (at === 'DOT' && count === 1 ? 'silence' : null), {
    messageMs: 300,
  });
  const sending = send(sender, messages(5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await sender.close();
  const outcomes = await sending;
  expect(kinds(outcomes).filter((kind) => kind === 'notSent').length).toBeGreaterThanOrEqual(3);
  expect(kinds(await send(sender, messages(1)))).toEqual(['notSent']);
});

it('whatever goes wrong, no message is sent twice and every outcome is true', async () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.constant(null) },
    fc.constantFrom<Step>(
      'close',
      '451 4.7.1 later',
      '550 5.1.1 no',
      { closeAfter: '421 4.3.2 bye' },
      { closeAfter: '550 5.7.1 no' },
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.constantFrom<string[]>([], ['PIPELINING'], ['PIPELINING', 'CHUNKING']),
      fc.integer({ min: 1, max: 3 }),
      async (steps, extensions, connections) => {
        let n = 0;
        const script = ({ at }: Moment): Step | null => {
          if (!['MAIL', 'RCPT', 'DATA', 'DOT'].includes(at)) return null;
          const next = steps[n % steps.length] ?? null;
          n += 1;
          return n > 200 ? null : next;
        };
        const refused = new Set<string>();
        const watch = (moment: Moment): Step | null => {
          const what = script(moment);
          const isRefusal = typeof what === 'string' ? /^[45]/.test(what) : what !== null && what !== undefined;
          if (moment.at === 'DOT' && isRefusal) refused.add(moment.line);
          return what;
        };
        const { server, sender } = await start(watch, {
          connections,
          extensions,
          connectAttempts: 2,
        });
        const outcomes = await send(sender, messages(12));
        for (const { id, kind } of outcomes.values()) {
          const copies = server.received.filter((text) => text.includes(`body of ${id}\r\n`));
          const kept = copies.filter((text) => !refused.has(text));
          expect(copies.length, `${id} ${kind}`).toBeLessThanOrEqual(1);
          if (kind === 'accepted') expect(kept).toHaveLength(1);
          if (kind === 'notSent') expect(copies).toHaveLength(0);
          if (kind === 'deferred' || kind === 'rejected') expect(kept).toHaveLength(0);
        }
        await sender.close();
        server.close();
      },
    ),
    { numRuns: 40 },
  );
});
