import { writtenText, type MailRead } from './mail.ts';

const services =
  /boxbe\.com|spamarrest\.com|mailinblack|spamblocker|antispam\.uol|sanebox|bluebottle\.com|choicemail|cleanmail|spamlion|knowspam|vanquish|sendio/i;
const askings =
  /(?:confirm|verify|prove|authenticate)[^.]{0,60}(?:you are (?:a (?:real )?(?:person|human)|human|not a (?:robot|spammer|machine))|(?:your|this) (?:e-?mail|message|address|identity) (?:is|was)|deliver)|(?:to (?:have|get)|before) (?:your|this) (?:message|e-?mail)[^.]{0,40}(?:delivered|released|reach)|one[- ]time (?:verification|authentication)|(?:click|follow|visit)[^.]{0,80}(?:to|so that)[^.]{0,40}(?:message|mail)[^.]{0,30}(?:delivered|released|be read)|challenge[- ]response|(?:list of|only from|from) (?:approved senders|senders (?:that |whom )?(?:i|we) have approved)|request to be added to|added to (?:my|the) (?:approved|allowed|white) ?list|verification required|sender verification/i;

/** A machine that keeps mail until its sender proves to be a person. Nothing is answered: mail of ours goes out in bulk. */
export function isChallenge(mail: MailRead): boolean {
  const said = `${mail.headers.get('subject') ?? ''}\n${writtenText(mail).slice(0, 3_000)}`;
  return askings.test(said) || isByService(mail);
}

/** A challenge of a service that makes nothing else. Some come in the clothes of a delivery report: they are told before reports are read. */
export function isByService(mail: MailRead): boolean {
  const said = `${mail.headers.get('subject') ?? ''}\n${writtenText(mail).slice(0, 3_000)}`;
  const isKnown = services.test(`${mail.headers.get('from') ?? ''} ${mail.headers.get('reply-to') ?? ''}`);
  return isKnown && /verif|confirm|approve|authenticat|guest list|waiting/i.test(said);
}
