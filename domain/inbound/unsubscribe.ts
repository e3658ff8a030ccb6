import { writtenText, type MailRead } from './mail.ts';

const wishes =
  /^[\s"'«„*>-]{0,6}(?:(?:please|bitte|por favor,?|s['’]il vous pla[iî]t,?|merci de(?: me)?|vorrei|graag)\s{1,3})?(?:(?:re|aw)\s?:\s{0,3})?(?:unsubscribe(?: me)?|remove me|opt[ -]?out|take me off|stop(?: e-?mails?| sending)?|abmelden|abbestellen|austragen|newsletter abbestellen|d[ée]sabonne[rz]?|d[ée]sinscri\w{1,6}|me d[ée]sabonner|darme de baja|dar de baja|cancelar (?:la )?suscripci[oó]n|baja|cancelar (?:a )?(?:inscri[cç][aã]o|assinatura)|descadastrar|disiscri\w{1,6}|cancellami|uitschrijven|afmelden|avregistrera|avmeld|afmeld|peruuta tilaus|wypisz|odhl[aá]sit|leiratkoz|dezabonare|abonelikten [cç][ıi]k|отписать\w{0,4}|отпишите|відписатися|配信停止|退会|退订|取消訂閱|수신거부|إلغاء الاشتراك)(?=$|[\s.!,;:"'»“])/i;

/** What Apple's mail programs write when a person presses their button; they mark it as automatic, which it is not. */
const byButton = /sent this e-?mail to unsubscribe from the message/i;

/** A mail in which a person asks for no more: said in the subject, or as the first thing in a short text. */
export function isUnsubscribe(mail: MailRead): boolean {
  const text = writtenText(mail).trim();
  if (isPressedUnsubscribe(mail)) return true;
  if (wishes.test(mail.headers.get('subject') ?? '')) return true;
  return text.length < 300 && wishes.test(text);
}

/** Whether a mail program wrote it because its person pressed a button: the one automatic mail that is a person's wish. */
export function isPressedUnsubscribe(mail: MailRead): boolean {
  return byButton.test(writtenText(mail).slice(0, 1_000));
}
