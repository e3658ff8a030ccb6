/** The step of an SMTP dialogue that an answer speaks of. */
export type SmtpStage = 'mail' | 'rcpt' | 'data';
