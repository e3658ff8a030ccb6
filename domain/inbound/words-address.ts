import type { WordRule } from './words.ts';

/** Directories of the reporting system itself: no SMTP server said this, it is certain. */
export const unknownByDirectory =
  /recipient name is not recogni[sz]ed|unknown recipient\b|invalid final delivery userid|not listed in (?:public )?(?:name|domino|address)|unrecogni[sz]ed-?or-?name|recipientnotfound|(?:recipient|address) not found (?:by|in) |not found in (?:the )?(?:domino )?directory|address not found|address couldn't be found|bad-mailbox|please check if address is correct|resolver\.adr|recipient's? e-?mail address (?:was|could) not|wasn't found at|\?p=nosuchuser|adr_?notfound|no match(?:ing)? (?:user|recipient|for)|no valid recipients for|delivery error: dd this user|unknown local-part|(?:^|\s)unknown (?:user|recipient): \S+@/;

/** A full mailbox: said in so many ways, and so plainly, that it goes before all else. */
export const fullMailbox: WordRule = {
  reason: 'mailboxfull',
  pattern:
    /(?:mail ?(?:box|folder|dir|drop)|inbox)(?:'s)? ?(?:size |storage |limit |is |has |was |are |currently |now |almost |been )*(?:full|over|exceed)|full mailbox|inbox (?:is )?full|over ?-?(?:the )?(?:\w{1,12} )?quota|(?:disk|storage|mailbox|mail|user|account|hard|soft|recipient|message) ?quota|(?<!(?:sending|send|daily|hourly|relay|rate|message) )quota (?:is |has |was |been |would be |limit )*(?:exceed|full|reach|over)|exceed(?:ed|s|ing)?[^.]{0,40}(?:quota|storage|mailbox|disk|space)|(?:out of|insufficient|not enough|no|exceeded|low on) (?:available )?(?:storage|disk|mailbox|mail|quota)[^.]{0,20}(?:space|allocation|room|left|available|storage)?(?:\b)(?=[^.]{0,30}(?:user|mailbox|recipient|account|mail|space|storage|exceed|$))|storage (?:space )?(?:is |has been )?(?:full|exceeded|limit)|overquota|user is over|recipient over|too many messages (?:in|on|stored)|mailbox (?:size )?limit|no (?:more )?room in mailbox|maildir over|has (?:too many|exceeded|reached)[^.]{0,40}(?:mailbox|storage|messages (?:stored|in))|\?p=overquota|shutoffquota|exhausted[^.]{0,20}storage|speichervolumen|bo[iî]te .{0,40}pleine|quota d[eé]pass|buz[oó]n.{0,30}lleno|casella.{0,30}piena|caixa .{0,30}cheia|postfach.{0,30}(?:voll|überfüllt|ueberfuellt)|speicherplatz|mailbox.{0,20}(?:vol\b|voll)|skrzynka.{0,30}pe[lł]na|ящик.{0,40}(?:переполнен|заполнен)|переполнен|メールボックス.{0,20}(?:いっぱい|一杯|容量|満杯)|容量.{0,10}(?:超|オーバー)|邮箱.{0,10}(?:已满|空间不足)|空间不足|mailbox-full/,
};

/** Phrases that speak of the person's address or its host. In order: the first that fits names the reason. */
export const addressWords: readonly WordRule[] = [
  {
    reason: 'hasmoved',
    pattern:
      /(?:user|recipient|mailbox|account|address|customer|he|she) (?:has |have |was )?(?:been )?(?:moved|relocated|replaced|changed (?:address|his|her|their|e-?mail))|not our customer|new e-?mail address|address (?:has )?changed|please (?:update|use) (?:your|my|the) (?:address|new)|user not local;? please try|no longer (?:with|employed|works? (?:at|for|here))|has left (?:the )?(?:company|organi[sz]ation)|mailbox (?:owner )?has (?:moved|changed)|moved to (?:a )?new/,
  },
  {
    reason: 'suspend',
    pattern:
      /(?:user|account|mailbox|recipient|address|e-?mail)(?:'s)?(?: account| address| name| mailbox)?(?: that you tried to reach| you (?:are|were) trying to (?:reach|contact)| \S{1,200}@\S{1,200})?(?: is| was| has been| has|'s| are|:)?(?: currently| temporarily| permanently| now| either)*(?: been)?(?: disabled| suspended| inactive| deactivated| discontinued| frozen| locked| dormant| expired| terminated| closed| blocked for| not active| on hold due| unavailable or disabled| cancelled| archived)|(?:disabled|suspended|inactive|deactivated|discontinued|frozen|locked|dormant|closed|expired|terminated|cancelled) (?:recipient|user|e-?mail|mail ?box|account|address)\b|mailbox (?:is )?(?:unavailable|frozen|currently disabled)[^.]{0,20}(?:suspend|disabl)|\?p=disableduser|not accepting (?:mail|messages)[^.]{0,20}disabled|(?<!delivery )temporar(?:y|ily) (?:disabled|suspended|locked|limited)|account .{0,60}(?:deactivated|disabled|suspended|discontinued)|has been (?:suspended|deactivated)|user suspended|invalid\/inactive|邮箱.{0,10}(?:停用|冻结)|заблокирован|gesperrt|désactivé|deshabilitad|disabilitat/,
  },
  {
    reason: 'notaccept',
    pattern:
      /null ?mx|no smtp service|(?:does not|doesn't|do not|not) (?:accept|receive)(?: any)? (?:incoming |inbound )?(?:e-?mail|mail|smtp|messages)(?! from)|(?:could not|couldn't|cannot|can't|unable to) find (?:a |any )?(?:valid )?(?:mail exchanger|mx)|no (?:valid )?mx (?:record|host|found|entr)|no (?:valid )?mail (?:exchanger|host|server)s?\b|no mx\b|mail (?:is )?not accepted (?:here|for this domain|at this)|domain .{1,100}not accept|host does not (?:accept|receive) mail|no valid hosts|not a mail (?:host|server|domain)|has no mail (?:exchanger|server)/,
  },
  {
    reason: 'hostunknown',
    pattern:
      /(?:host|domain|server)(?: ?name)?(?: or domain name)?(?: \S{1,200})? (?:is |was |could )?(?:unknown|not found|not be found|non-?existent|does not exist|doesn't exist|not exist|couldn't be found|could not be found|cannot be resolved|not resolved|invalid)|(?:unknown|invalid|illegal|no such|nonexistent|non-existent|bad|unresolvable|unrouteable|unroutable)(?: or \w{1,12})? (?:mail )?(?:host|domain|destination system|hostname)|nxdomain|(?:name or service|node name .{0,20}) not known|nodename nor servname|unrout(?:e)?able (?:address|mail domain)|(?:host|domain)[^.]{0,40}(?:not be resolved|no address|not resolve)|nonexistentdomain|recipient (?:address )?(?:domain )?(?:must exist|rejected: domain not found)|no route to (?:domain|the domain)|unable to (?:resolve|route to) (?:domain|the domain|route)|dns (?:query|lookup) (?:error|failed): .{0,40}(?:not exist|nxdomain)|domain couldn't be found|not found: type=|サーバが見つかりません|域名不存在|домен.{0,30}не (?:существует|найден)|domaine (?:inconnu|inexistant)|domain(?:e)? unbekannt|host unbekannt|mx records point to non-existent|(?:couldn't|could not|cannot|can't) find any host|account or domain may not exist|(?:^|\s)(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20} does(?: not|n't) exist/,
  },
  { reason: 'userunknown', pattern: unknownByDirectory },
];

/**
 * Phrases of SMTP servers for an address that they do not have. They are certain only in an answer to RCPT: behind DATA, filters and
 * relays say the same.
 */
export const unknownUser =
  /user ?-?unknown|unknown (?:or illegal )?(?:user|recipient|mailbox|local[ -]part|address|account|alias)|(?:no|not|isn't|is no) (?:a )?(?:such|known|valid|existing)(?: local)? ?(?:user|recipient|mailbox|person|address|account|alias|name|e-?mail|local part|local user|customer|here)|(?:user|recipient|mailbox|account|address|addressee|alias|customer|destinataire|mail ?box name|e-?mail)(?: \S{1,200})? ?(?:name |address |account )?(?:that you tried to reach )?(?:is |was |has |are |could |can )?(?:does ?n[o']t exist|doesn't exist|don't exist|not exist|do not exist|not ?found|unknown|invalid|not (?:be )?(?:found|recogni[sz]ed|known|valid|verified|listed|local)|no longer (?:exists?|valid|available|active|in use|on)|nonexistent|non-existent|rejected|unavailable|not available|deleted|removed|not (?:a )?(?:known|valid)|not have an?)|(?:invalid|illegal|bad|incorrect|unrouteable|undeliverable|unresolved|nonexistent|non-existent) (?:e-?mail |destination |final |local |mail )?(?:recipient|mailbox|user|address|account|local part|userid|addressee)(?: syntax)?|no (?:mailbox|account|user|such|address|one)\b[^.]{0,30}(?:here|by that|name|exist|with|found|match)|no mailbox|user doesn't have an?|doesn't have an? \S{1,60} account|does not have an? (?:\S{1,60} )?account|this (?:user|account|address|e-?mail) (?:does|is|has|do)[^.]{0,20}(?:not|n't|no longer)|mailbox (?:is )?(?:unavailable|not available|name not allowed)|address (?:rejected|unknown|failed)|recipient (?:address )?(?:rejected|refused|denied|not ok)|ungültige?r? (?:empfänger|adresse)|empf(?:ä|ae)nger (?:unbekannt|existiert)|existiert nicht|unbekannt(?:er)? (?:empfänger|benutzer)|destinataire (?:inconnu|invalide|inexistant)|utilisateur (?:inconnu|inexistant)|n'existe pas|usuario (?:desconocido|inexistente|no existe)|no existe|usu[aá]rio (?:desconhecido|inexistente|n[aã]o)|n[aã]o existe|destinat[aá]rio (?:inexistente|inv[aá]lido)|utente (?:sconosciuto|inesistente|non)|non esiste|bestaat niet|onbekende? (?:gebruiker|ontvanger)|nie istnieje|nieznany|neexistuje|bulunamad|finns (?:inte|ej)|okänd|findes ikke|ukendt|ei löydy|nem létezik|ismeretlen|(?:пользовател|адресат|получател|адрес|ящик)\S{0,4}.{0,30}не (?:найден|существует|зарегистрирован)|нет такого (?:пользователя|адреса|ящика)|недействительн|存在しません|存在しない|見つかりません|宛先不明|宛先が(?:見|存|不)|不存在|没有找到|无效(?:的)?(?:地址|用户|收件人)|존재하지|없는 (?:사용자|주소)/;
