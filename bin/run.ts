import { EnvironmentError } from './env.ts';

/** Runs the body of a process: what keeps it from starting is said in a sentence, and the exit code is 1. */
export async function run(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof EnvironmentError ? error.message : sentence(error));
    process.exit(1);
  }
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as { code?: string }).code;
  if (code === '28P01') return 'The database refused the password in DATABASE_URL.';
  if (code === '28000') return `The database refused the login in DATABASE_URL: ${error.message}.`;
  if (code === '3D000') return `The database in DATABASE_URL does not exist: ${error.message}.`;
  if (code === 'ECONNREFUSED' || code === 'CONNECT_TIMEOUT')
    return `Nothing answers at the database's address: ${error.message}.`;
  if (code === '42501')
    return `The login in DATABASE_URL lacks a right (${error.message}); \`npm run migrate\` with APP_DATABASE_URL grants it.`;
  if (error.name === 'TransportError')
    return `Temporal does not answer at TEMPORAL_ADDRESS, or does not speak as TEMPORAL_API_KEY or TEMPORAL_TLS_… have it: ${error.message}`;
  if (code === 'EADDRINUSE') return `A port is taken: ${error.message}.`;
  return process.env.LOG_LEVEL === 'debug' ? (error.stack ?? error.message) : error.message;
}
