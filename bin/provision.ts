import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createAuth } from '../api/auth/auth.ts';
import { createPasswordToken, createTenant, createUser, setInstallationOperator } from '../api/auth/provision.ts';
import { openDatabase } from '../db/connection.ts';
import { ApiEnvironment, readEnv } from './env.ts';
import { run } from './run.ts';

const usage = `npm run provision -- --tenant NAME --admin-email ADDRESS --admin-name NAME [--time-zone Europe/Berlin] [--currency EUR]
npm run provision -- --operator-email ADDRESS --operator-name NAME`;

const Provision = z.union([
  z.object({
    tenant: z.string().min(1),
    'admin-email': z.email(),
    'admin-name': z.string().min(1),
    'time-zone': z.string().default('UTC'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('EUR'),
  }),
  z.object({ 'operator-email': z.email(), 'operator-name': z.string().min(1) }),
]);

// The first steps of a new installation: a tenant with its first admin, or an operator of the installation. Prints the link
// with which the person sets a password; nobody else ever sees one.
await run(async () => {
  const names = ['tenant', 'admin-email', 'admin-name', 'time-zone', 'currency', 'operator-email', 'operator-name'];
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const wanted = Provision.safeParse(values);
  if (!wanted.success) throw new Error(`What is to be made?\n${usage}`);
  const env = readEnv(ApiEnvironment.pick({ DATABASE_URL: true, PUBLIC_URL: true, SECRET_KEY: true }));
  const url = env.DATABASE_URL;
  const database = openDatabase({ url, role: 'salescompass_app', connections: 1 });
  const auth = createAuth({
    url,
    publicUrl: env.PUBLIC_URL,
    keyRing: env.SECRET_KEY,
    sendSystemMail: async () => {},
    connections: 1,
  });
  try {
    const userId = await make({ database, auth }, wanted.data);
    const token = await createPasswordToken({ auth }, userId, 72);
    console.log(`Set the password within three days: ${env.PUBLIC_URL}/reset-password?token=${token}`);
  } finally {
    await auth.close();
    await database.close();
  }
});

async function make(deps: Parameters<typeof createTenant>[0], wanted: z.infer<typeof Provision>): Promise<string> {
  if ('tenant' in wanted) {
    const { tenantId, adminId } = await createTenant(deps, {
      name: wanted.tenant,
      adminEmail: wanted['admin-email'],
      adminName: wanted['admin-name'],
      timeZone: wanted['time-zone'],
      currency: wanted.currency,
    });
    console.log(`Tenant ${tenantId} was made.`);
    return adminId;
  }
  const { id } = await createUser(deps, { email: wanted['operator-email'], name: wanted['operator-name'] });
  await setInstallationOperator(deps.auth, id, true);
  return id;
}
