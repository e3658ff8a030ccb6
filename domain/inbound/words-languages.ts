import type { WordRule } from './words.ts';

/**
 * What servers say in other languages than English, the nearest meaning first: their own sentences often name two causes ("unknown or
 * switched off"), and the address is then not there. Letters with and without their accents: many servers send ASCII alone.
 */
export const languageWords: readonly WordRule[] = [
  {
    reason: 'mailboxfull',
    pattern:
      /zu ?viele mails|correo lleno|postfach[^.]{0,40}(?:voll|überschritten|ueberschritten|kontingent)|speicher(?:platz|volumen)?[^.]{0,30}(?:überschritten|ueberschritten|erschöpft|erschoepft)|bo[iî]te (?:aux lettres|de r[eé]ception|mail|e-?mail)?[^.]{0,30}(?:pleine|satur)|espace (?:disque|de stockage)[^.]{0,20}(?:insuffisant|d[eé]pass)|quota (?:d[eé]pass|atteint|supera|excedid|esgotad|überschritten|ueberschritten)|(?:buz[oó]n|casilla|cuenta|bandeja)[^.]{0,30}(?:llen[oa]|excedid|sobrepasa)|cuota[^.]{0,20}(?:excedid|superad|agotad)|(?:casella|mailbox|posta)[^.]{0,20}(?:pien[ao]|esaurit)|spazio[^.]{0,20}(?:esaurit|insufficien)|(?:caixa|quota|cota|espa[cç]o)[^.]{0,30}(?:chei[ao]|excedid|esgotad|insuficiente)|(?:postvak|mailbox)[^.]{0,20}(?:is )?\bvol\b|(?:skrzynk|konto)\w{0,3}[^.]{0,30}(?:pe[lł]n|przepe[lł]nion|przekroczon)|schr[aá]nka[^.]{0,30}pln[aá]|postafi[oó]k[^.]{0,20}megtelt|(?:posta )?kutusu[^.]{0,20}dolu|(?:brevl[aå]da|postkasse|inkorg|postboks)\w{0,3}[^.]{0,20}(?:full|fuld)|postilaatikko[^.]{0,20}t[aä]ynn|перевищ|переповнен|превышен[^.]{0,20}(?:квот|лимит|размер)|(?:메일함|사서함)[^.]{0,20}(?:가득|초과|용량)|容量[^.]{0,10}(?:超え|不足|一杯)|(?:信箱|郵箱|邮箱)[^.]{0,10}(?:已滿|已满|滿|满|容量)/,
  },
  {
    reason: 'userunknown',
    pattern:
      /(?:adressat|empf(?:ä|ae|a)nger|benutzer|postfach|teilnehmer|mailadresse|adresse)[^.]{0,40}(?:unbekannt|nicht bekannt|existiert nicht|nicht gefunden|gibt es nicht|ung(?:ü|ue)ltig|nicht vorhanden)|unbekannte[rsn]? (?:adressat|empf|benutzer|postfach|adresse)|(?:destinataire|utilisateur|adresse|compte|bo[iî]te)[^.]{0,40}(?:inconnu|inexistant|introuvable|n'existe|non trouv|invalide)|(?:destinatario|usuario|cuenta|direcci[oó]n|buz[oó]n|casilla)[^.]{0,30}(?:desconocid|inexistente|no existe|no (?:se )?encontrad|inv[aá]lid|no v[aá]lid)|(?:destin(?:atario)?\.?|utente|indirizzo|casella|account)[^.]{0,30}(?:sconosciut|inesistente|errat|non esist|non trovat|non valid)|(?:destinat[aá]rio|usu[aá]rio|conta|endere[cç]o|caixa)[^.]{0,30}(?:desconhecid|inexistente|n[aã]o exist|n[aã]o encontrad|inv[aá]lid)|(?:gebruiker|ontvanger|geadresseerde|adres|postvak)[^.]{0,30}(?:onbekend|bestaat niet|niet gevonden|ongeldig)|nie ma takie(?:go|j)|(?:u[zż]ytkownik|adresat|odbiorca|konto|skrzynka|adres)[^.]{0,30}(?:nieznan|nie istnieje|nie znalezion)|(?:u[zž]ivatel|adres[aá]t|schr[aá]nka|p[rř][ií]jemce)[^.]{0,30}(?:neexistuje|nezn[aá]m|nenalezen)|(?:felhaszn[aá]l[oó]|c[ií]mzett|postafi[oó]k|c[ií]m)[^.]{0,30}(?:ismeretlen|nem l[eé]tezik|nem tal[aá]lhat)|(?:utilizator|destinatar|adres[aă])\w{0,4}[^.]{0,30}(?:necunoscut|inexistent|nu exist)|(?:kullan[ıi]c[ıi]|al[ıi]c[ıi]|adres)\w{0,4}[^.]{0,30}(?:bulunamad|ge[cç]ersiz|mevcut de[gğ]il|yok)|(?:anv[aä]ndare|mottagare|bruker|modtager|mottaker|adress?e?n?)[^.]{0,30}(?:ok[aä]nd|ukjent|ukendt|finns (?:inte|ej)|finnes ikke|findes ikke|eksisterer ikke)|(?:vastaanottaja|k[aä]ytt[aä]j[aä])\w{0,3}[^.]{0,30}(?:tuntematon|ei l[oö]ydy|ei ole)|(?:άγνωστος|δεν υπάρχει|δεν βρέθηκε)|(?:користувач|одержувач|адрес)\S{0,4}[^.]{0,30}не (?:існує|знайден)|неизвестн\S{0,4} (?:пользовател|адресат|получател)|(?:ユーザー?|メールアドレス|宛先|受信者)[^。]{0,15}(?:不明|ありません|見つかり|存在)|(?:用户|用戶|收件人|帐号|帳號|邮箱|信箱)[^。]{0,8}(?:不存在|未找到|無效|无效)|(?:사용자|수신자|계정|주소)[^.]{0,15}(?:없|존재하지|찾을 수)/,
  },
  {
    reason: 'suspend',
    weak: true,
    pattern:
      /(?:postfach|konto|adressat|benutzer)[^.]{0,30}(?:deaktiviert|gesperrt|abgelaufen|inaktiv)|deaktiviert|gesperrt|désactivé|deshabilitad|disabilitat|заблокирован|(?:compte|bo[iî]te|adresse)[^.]{0,30}(?:d[eé]sactiv|suspendu|bloqu|ferm[eé]|r[eé]sili)|(?:usuario|cuenta|casilla|buz[oó]n)[^.]{0,40}(?:inactiv|suspendid|bloquead|deshabilitad|expirad|desactivad|dad[ao] de baja)|(?:utente|indirizzo|casella|account)[^.]{0,30}(?:bloccat|disabilitat|disattivat|sospes|scadut)|(?:usu[aá]rio|conta|caixa)[^.]{0,30}(?:inativ|suspens|bloquead|desativad|cancelad)|(?:konto|skrzynka)[^.]{0,30}(?:zablokowan|nieaktywn|zawieszon|wy[lł][aą]czon)|(?:postvak|account|gebruiker)[^.]{0,30}(?:geblokkeerd|uitgeschakeld|opgeheven)|(?:schr[aá]nka|[uú][cč]et)[^.]{0,30}(?:zablokov|deaktivov|zru[sš]en)|(?:hesap|kullan[ıi]c[ıi])\w{0,3}[^.]{0,30}(?:kapat[ıi]l|ask[ıi]ya|devre d[ıi][sş])|(?:ящик|аккаунт|пользовател|учетн)\S{0,6}[^.]{0,30}(?:заблокирован|отключ[её]н|удал[её]н|неактив)|(?:账号|帳號|帐号|邮箱|信箱|用户)[^。]{0,8}(?:停用|禁用|冻结|凍結|锁定)/,
  },
  {
    reason: 'expired',
    pattern:
      /tiempo de (?:entrega|espera)[^.]{0,20}(?:vencid|agotad|excedid)|(?:zustell(?:zeit|frist)|zeitlimit)[^.]{0,20}(?:abgelaufen|überschritten|ueberschritten)|zeit(?:ü|ue)berschreitung|d[eé]lai[^.]{0,30}(?:d[eé]pass|expir)|tempo (?:limite|di consegna|massimo)[^.]{0,20}(?:scadut|superat)|tempo (?:limite|de entrega)[^.]{0,20}(?:expirad|esgotad|excedid)|время (?:доставки|ожидания)[^.]{0,15}истекло|タイムアウト|超时|逾時/,
  },
  {
    reason: 'spamdetected',
    pattern:
      /anty?spam|als spam|(?:comme|considéré[es]? ?(?:comme)?) (?:du )?(?:spam|pourriel|ind[eé]sirable)|correo no deseado|como spam|come spam|jako spam|за спам|как спам|похоже на спам|垃圾邮件|垃圾郵件|迷惑メール|스팸/,
  },
  {
    reason: 'mesgtoobig',
    pattern:
      /(?:nachricht|mail)[^.]{0,30}zu gro(?:ß|ss)|(?:message|courriel)[^.]{0,30}trop (?:volumineux|gros|grand)|mensaje[^.]{0,30}(?:demasiado grande|excede el tama)|messaggio[^.]{0,30}troppo grande|mensagem[^.]{0,30}(?:muito grande|excede)|bericht[^.]{0,20}te groot|wiadomo[sś][cć][^.]{0,30}(?:za du[zż]|zbyt du[zż])|слишком (?:велик|больш)|(?:邮件|郵件)[^。]{0,8}(?:过大|過大)|サイズ[^。]{0,10}(?:大き|超)/,
  },
  {
    reason: 'blocked',
    pattern:
      /(?:ihre|diese) ip[^.]{0,30}(?:gesperrt|blockiert)|(?:votre|cette) (?:adresse )?ip[^.]{0,30}(?:bloqu|refus)|(?:su|tu|esta) (?:direcci[oó]n )?ip[^.]{0,30}(?:bloquead|rechaz)|(?:ваш|этот)[^.]{0,10}\bip\b[^.]{0,30}(?:заблокирован|ч[её]рн)|ip[^。]{0,10}(?:黑名单|黑名單|屏蔽)/,
  },
];
