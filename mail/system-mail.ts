import nodemailer from 'nodemailer';

/** A mail of the product itself, such as a password reset: one at a time, outside campaigns, never tracked. */
export interface SystemMail {
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Whom an answer to it goes to; nobody reads those to the product. */
  replyTo?: string;
}

/** Sends the product's own mail. `from` is an address or `Name <address>`. */
export function createSystemMail(options: { url: string; from: string }): {
  send(mail: SystemMail): Promise<void>;
  /** Rejects where the mail server does not answer or does not let us in. */
  verify(): Promise<void>;
  close(): void;
} {
  const transport = nodemailer.createTransport(options.url, { from: options.from });
  return {
    send: async ({ to, subject, text, html, replyTo }) => {
      // Vacation responders stay silent (RFC 3834), and nothing in the text may name a file or an address to fetch.
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
      await transport.sendMail({
        to,
        subject,
        text,
        headers,
        ...(html ? { html } : {}),
        ...(replyTo ? { replyTo } : {}),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    verify: async () => void (await transport.verify()),
    close: () => transport.close(),
  };
}
