import { writtenText, type MailRead } from './mail.ts';

/** Subjects of notes that a mailbox writes by itself, in the languages that mailboxes speak. */
const subjects =
  /^\s*(?:(?:re|aw|sv|tr|fwd?|antw(?:ort)?|rif|odp)\s?:\s*)?(?:\[?auto(?:mat(?:ic|ed|isch\w*))?[ -_]?(?:reply|response|responder|answer|antwort)\b|out[ -]of[ -](?:the[ -])?office|ooo\b|vacation\b|on vacation|away (?:from|until|till)|i(?:'m| am) (?:away|out|on)|(?:on )?(?:annual|maternity|paternity|parental|sick) leave|on holiday|holiday notice|abwesend|abwesenheit|außer haus|ausser haus|nicht im (?:büro|haus)|im urlaub|automatische (?:antwort|abwesenheit)|absen(?:ce|t)\b|r[ée]ponse automatique|message d'absence|en cong[ée]|respuesta autom[aá]tica|fuera de (?:la )?oficina|ausente|ausencia|vacaciones|resposta autom[aá]tica|f[eé]rias|fora do escrit[oó]rio|aus[eê]ncia|risposta automatica|fuori (?:ufficio|sede)|in ferie|assen[zt]a|automatisch antwoord|afwezig|automatisk svar|autosvar|frånvaro|fravær|ikke på kontoret|inte på kontoret|poissa|automaattinen vastaus|lomalla|autoodpowied|automatyczna odpowied|nieobecno|poza biurem|automatick[áa] odpov|automatski odgovor|samodejni odgovor|автоматичен отговор|resposta autom[àa]tica|automaatvastus|autom[āa]tisk[āa] atbilde|automatinis atsakymas|balasan otomatis|di luar kantor|自动答复|mimo kancel|automatikus v[áa]lasz|h[áa]zon k[íi]v[üu]l|r[ăa]spuns automat|otomatik yan[ıi]t|ofis d[ıi][şs][ıi]nda|автоответ|автоматический ответ|отсутств|в отпуске|вне офиса|автоматична відповідь|відсутн|αυτόματη απάντηση|εκτός γραφείου|不在|自動返信|自動応答|休暇|自动回复|自動回覆|外出|休假|부재중|자동 ?(?:응답|회신)|תגובה אוטומטית|مخارج المكتب|رد تلقائي|خارج المكتب|ตอบกลับอัตโนมัติ|trả lời tự động)/i;

const phrases =
  /i(?:'m| am| will be) (?:currently )?(?:out of (?:the )?office|away from|on (?:vacation|annual leave|leave|holiday)|traveling|travelling)|will (?:respond|reply|get back) (?:to you )?(?:when|upon|once|after) (?:i|my) return|limited access to (?:my )?e-?mail|this is an auto(?:mat(?:ic|ed))? (?:reply|response)|bin (?:ich )?(?:derzeit )?nicht (?:im büro|erreichbar)|je suis (?:actuellement )?(?:absent|en cong[ée])|estar(?:[ée]|ei) (?:fuera|ausente|fora)|sono (?:attualmente )?(?:assente|fuori ufficio|in ferie)|ik ben (?:momenteel )?(?:afwezig|niet aanwezig|met vakantie)|jestem (?:obecnie )?(?:poza biurem|na urlopie)|jag är (?:för närvarande )?(?:inte på kontoret|på semester)|jsem mimo kancelář|я (?:сейчас )?(?:в отпуске|отсутствую)/i;

/** What an absence is told with: one beside the other is no sentence that a person writes in an answer. */
const consequences =
  /(?:no|not have|limited|without|intermittent) access to (?:my )?e-?mails?|(?:respond|reply|get back)[^.\n]{0,30}(?:upon|on|after|when)[^.\n]{0,20}return|(?:urgent|dringend|urgenc|urgent[ei]|спешн|срочн)[^\n]{0,80}(?:contact|wenden|contatar|contact[ae]r|contattare|обра)|(?:não terei|sin|senza|keinen|kein) (?:acesso|acceso|accesso|zugriff)|will not be (?:read|forwarded)|nicht (?:weitergeleitet|gelesen)/i;

/**
 * An out-of-office note or another answer that nobody wrote (RFC 3834): never an answer by a person. Reports of servers carry such headers,
 * too, and have to be told apart before.
 */
export function isAutoReply(mail: MailRead): boolean {
  const { headers } = mail;
  const submitted = headers
    .get('auto-submitted')
    ?.toLowerCase()
    .split(/[\s;(]/)[0];
  if (submitted !== undefined && submitted !== '' && submitted !== 'no') return true;
  if (
    ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'x-autoreply-from', 'x-mail-autoreply'].some((name) =>
      headers.has(name),
    )
  )
    return true;
  if (/auto[_-]?reply|bulk|junk/i.test(headers.get('precedence') ?? '') || headers.get('x-precedence') === 'auto_reply')
    return true;
  if (subjects.test(headers.get('subject') ?? '')) return true;
  const isAnswer = headers.has('in-reply-to') || headers.has('references');
  const said = writtenText(mail).slice(0, 2_000);
  return phrases.test(said) && (!isAnswer || consequences.test(said));
}
