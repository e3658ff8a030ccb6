import { z } from 'zod';
import { readEnv } from './env.ts';
import { onStopSignal, tellReady } from './process-life.ts';
import { startSmtp } from './mailbox/smtp.ts';
import { MailStore } from './mailbox/store.ts';
import { startWeb } from './mailbox/web.ts';

// The local mailbox: takes all mail and shows it in a browser. For one machine and for trying out, never for the open internet.
const env = readEnv(
  z.object({
    MAILBOX_HOST: z.string().default('127.0.0.1'),
    MAILBOX_PORT: z.coerce.number().int().default(8025),
    MAILBOX_SMTP_PORT: z.coerce.number().int().default(1025),
    MAILBOX_FOLDER: z.string().default('.data/mailbox'),
  }),
);
const store = new MailStore(env.MAILBOX_FOLDER);
await store.open();
const web = await startWeb(store, { host: env.MAILBOX_HOST, port: env.MAILBOX_PORT });
const smtp = await startSmtp(store, { host: env.MAILBOX_HOST, port: env.MAILBOX_SMTP_PORT });
onStopSignal(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  web.close();
  web.closeAllConnections();
  await store.close();
});
console.log(
  `mailbox: http://${env.MAILBOX_HOST}:${env.MAILBOX_PORT} · SMTP ${env.MAILBOX_SMTP_PORT} · ${store.count} mails kept`,
);
tellReady();
