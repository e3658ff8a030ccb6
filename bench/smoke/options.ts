import { parseArgs } from 'node:util';
import { wholeNumber } from '../command.ts';
import { demoPassword, demoPeople } from '../../bin/demo/people.ts';

/** Somebody to sign in as. */
export interface SignIn {
  email: string;
  password: string;
}

/** How the main job is played. */
export interface SmokeOptions {
  url: string;
  people: string;
  email: string;
  consent: { column: string; equals: string } | null;
  limit: number | null;
  manager: SignIn;
  approver: SignIn;
  mailbox: string;
  json: boolean;
}

const usage = `npm run smoke -- --url URL --people FILE.csv --email 'TEMPLATE' --consent 'COL=VAL' [options]

  --url URL            the running installation (http://localhost:8080)
  --people FILE        people as CSV with a header
  --email 'TEMPLATE'   their address, made of columns: 'lead-{{ Lead Number }}@example.test'
  --consent 'COL=VAL'  consent is given where the column has the value; nobody else gets a message, so it is needed
  --limit N            the first N people only
  --manager A:PASS     writes and sends (a demo sign-in by default)
  --approver A:PASS    approves (a demo sign-in by default)
  --mailbox URL        the local mailbox (http://localhost:8025)
  --json               one JSON object on standard output`;

/** Reads the command line; prints how it is used and ends the process where it is not. */
export function readOptions(args: string[]): SmokeOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string', default: 'http://localhost:8080' },
        people: { type: 'string' },
        email: { type: 'string' },
        consent: { type: 'string' },
        limit: { type: 'string' },
        manager: { type: 'string' },
        approver: { type: 'string' },
        mailbox: { type: 'string', default: 'http://localhost:8025' },
        json: { type: 'boolean', default: false },
      },
    });
    if (!values.people || !values.email) throw new Error('--people and --email are needed.');
    return {
      url: address(values.url, 'url'),
      people: values.people,
      email: values.email,
      consent: values.consent === undefined ? null : consentOf(values.consent),
      limit: values.limit === undefined ? null : wholeNumber(values, 'limit'),
      manager: signIn(values.manager, 'manager'),
      approver: signIn(values.approver, 'approver'),
      mailbox: address(values.mailbox, 'mailbox'),
      json: values.json,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

function address(text: string, name: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text))
    throw new Error(`--${name} is an address such as http://localhost:8080, and not "${text}".`);
  return text.replace(/\/$/, '');
}

function consentOf(text: string): { column: string; equals: string } {
  const at = text.indexOf('=');
  if (at < 1) throw new Error("--consent is written as 'COLUMN=VALUE'.");
  return { column: text.slice(0, at), equals: text.slice(at + 1) };
}

function signIn(text: string | undefined, role: 'manager' | 'approver'): SignIn {
  if (text === undefined) {
    const person = demoPeople.empty.find((person) => person.role === role);
    return { email: person?.email ?? '', password: demoPassword };
  }
  const at = text.indexOf(':');
  if (at < 1) throw new Error(`--${role} is written as address:password.`);
  return { email: text.slice(0, at), password: text.slice(at + 1) };
}
