import { parseArgs } from 'node:util';
import { demoPassword, demoPeople } from '../../bin/demo/people.ts';
import { InputFault, wholeNumber } from '../command.ts';

/** How a walk goes. */
export interface WalkOptions {
  /** The origin of the installation. */
  url: string;
  minutes: number;
  /** Of the screen (px). */
  width: number;
  theme: 'light' | 'dark';
  seed: number;
  email: string;
  password: string;
  /** Whether the line is as slow as a phone's far from a mast. */
  slow: boolean;
  /** How many of a hundred answers of the API get lost. */
  lose: number;
  json: boolean;
}

const usage = `npm run walk -- [options]

  --url URL         the running installation (http://localhost:8080)
  --elsewhere       it may be another machine; a walk writes rubbish, sends and deletes
  --minutes N       how long (5)
  --width N         how wide the screen is in pixels (1440)
  --theme T         light or dark (light)
  --seed N          walks as it did before with this seed, over the same data (1)
  --email A         who signs in (an admin of the example)
  --password P      with which password (that of the demo)
  --slow            over a slow line
  --lose N          N of a hundred answers get lost (0)
  --json            one JSON object on standard output`;

/** Reads the command line; prints how it is used and ends the process where it is not. */
export function readOptions(args: string[]): WalkOptions {
  try {
    return optionsFrom(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

/** What a command line says; throws a sentence where it says something wrong. */
export function optionsFrom(args: string[]): WalkOptions {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string', default: 'http://localhost:8080' },
      elsewhere: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
      width: { type: 'string', default: '1440' },
      theme: { type: 'string', default: 'light' },
      seed: { type: 'string', default: '1' },
      email: { type: 'string', default: demoPeople.example.find(({ role }) => role === 'admin')?.email ?? '' },
      password: { type: 'string', default: demoPassword },
      slow: { type: 'boolean', default: false },
      lose: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const { theme, email, password, slow, json } = values;
  if (theme !== 'light' && theme !== 'dark') throw new InputFault(`--theme is light or dark, and not "${theme}".`);
  return {
    ...{ url: originOf(values.url, values.elsewhere), theme, email, password, slow, json },
    minutes: wholeNumber(values, 'minutes'),
    width: wholeNumber(values, 'width', 200),
    seed: wholeNumber(values, 'seed', 0),
    lose: shareOf(values),
  };
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function originOf(text: string, isElsewhere: boolean): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new InputFault(`--url is an address such as http://localhost:8080, and not "${text}".`);
  const { origin, hostname } = new URL(text);
  if (!isElsewhere && !loopback.test(hostname))
    throw new InputFault(
      `${hostname} is not this machine. A walk writes rubbish, sends and deletes: say --elsewhere where that is meant.`,
    );
  return origin;
}

function shareOf(values: { lose: string }): number {
  const share = wholeNumber(values, 'lose', 0);
  if (share > 100) throw new InputFault(`--lose is at most 100, and not "${values.lose}".`);
  return share;
}
