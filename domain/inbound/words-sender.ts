import type { WordRule } from './words.ts';

/** Phrases that blame us: who sends, from where, how much, or what. In order: the first that fits names the reason. */
export const senderWords: readonly WordRule[] = [
  // Those that name a cause of blame among others, and mean another.
  { reason: 'speeding', pattern: /unusual rate/ },
  { reason: 'syntaxerror', pattern: /(?:smtp )?protocol violation/ },
  { reason: 'hostunknown', pattern: /account or domain may not exist/ },
  {
    reason: 'filtered',
    pattern:
      /(?:user|recipient) (?:has )?(?:refused to (?:receive|accept)|does not accept (?:e-?mails?|mail|messages?) )|rejected by (?:the )?recipients?\b|recipient preferences|cannot route mail to user/,
  },
  { reason: 'systemerror', pattern: /several matches found/ },
  {
    reason: 'virusdetected',
    pattern:
      /(?<!spam or )\bvirus(?:es)?\b(?!\s{0,3}free)|malware|\btrojan|infected(?::| (?:file|attachment|message|mail))|clamav|\bphish/,
  },
  {
    reason: 'spamdetected',
    pattern:
      /(?:due to|because of|for|as|is|contains?|containing|detected|suspected|considered|identified|classified|looks like|appears to be|marked|flagged|judged to be|likely|possible|probable) (?:being |a |an |to be |as )?(?:possible |suspected |likely )?(?:spam|unsolicited|ube|uce|junk)\b|(?:probability|suspicion) of spam|spam (?:classification|content|detected|message|mail|score|filter|threshold|refused|rejected|denied)|rejected[^.]{0,30}\bube\b|content rejected|mail content denied|blacklisted (?:url|link)|(?:url|link|uri)[^.]{0,30}(?:blacklist|blocklist)|\b(?:url|link)s? (?:in|within) (?:this|your|the) (?:e-?mail|message)|content reject|mail data refused|sender address \S{1,200} blocked using|uribl|surbl|mail rejete|message refused by (?:our )?content|high spam|\?p=unsolicitedmessageerror|bulk (?:e-?)?mail filter|unsolicited (?:bulk|commercial|mail|e-?mail)|spamassassin|reject(?:ed)? (?:as|for) spam|\bdt:spm\b|virus or spam|spam content|antispam|listed (?:in|on) .{0,20}dbl/,
  },
  { reason: 'contenterror', pattern: /duplicate header/ },
  {
    reason: 'authfailure',
    pattern:
      /\bdmarc\b|\bspf\b|\bdkim\b|domainkeys|sender id|sender policy framework|unauthenticated (?:mail|e-?mail|sender|message)|(?:multiple|no|failed|fails|fail|required|does not pass|doesn't pass|pass(?:ed)?) authentication (?:checks?|level|information|result)|authentication checks? failed|sender not authenticated|not meet the required authentication|\?p=unauthenticated|not (?:allowed|authorized|permitted) to send (?:mail |e-?mail |messages )?(?:from|for|on behalf|as)|email from .{1,80} is not authenticated/,
  },
  {
    reason: 'notcompliantrfc',
    pattern:
      /\brfc ?-?(?:822|2822|5322|2821|5321|1123|2045)\b(?!;)|multiple[^.]{0,40}addresses in from|(?:missing|multiple|duplicate|no|invalid|bad|blank|malformed|required|more than one|without a?) (?:an? )?(?:valid )?['"]?(?:message-id|from:?|date:?|to:?|subject:?|sender|return-path)['"]? ?(?:headers?|address(?:es)? are not allowed|field)|headers? (?:is|are) (?:missing|not compliant)|bare (?:lf|linefeed|carriage)|not compliant with|non-?compliant|missing from header|ip addresses are not allowed as a from/,
  },
  { reason: 'securityerror', pattern: /(?:turn on|enable|use|without) (?:smtp )?auth/ },
  {
    reason: 'norelaying',
    pattern:
      /relay(?:ing)?(?: is| was)?[ :]+(?:access )?(?:denied|prohibited|not (?:permitted|allowed|authorized|supported)|disallowed|disabled|forbidden)|(?:unable|not (?:permitted|allowed|authorized|configured)|cannot|can't|do(?:es)? not|don't|refus(?:e|ed|ing)) to relay|(?:cannot|can't|not|no|don't|won't) relay(?:ing)?\b|open relay|not (?:an )?open relay|isn't in (?:my|our) (?:list of allowed )?rcpthosts|not in my control\s?locals|we do not relay|relay not|as a relay|den(?:y|ies|ied) relay|openrelay|relaying? (?:to|for|through|by) \S{1,200} (?:is |was )?(?:prohibited|denied|forbidden|refused|not)|unauthori[sz]ed relay|(?:to a )?non-local e-?mail address|not (?:a )?local host|not a gateway/,
  },
  {
    reason: 'requireptr',
    pattern:
      /\bptr\b|\brdns\b|reverse[ -]?dns|reverse (?:lookup|hostname|host name|name|resolution|address|ip)|no reverse|(?:cannot|can't|could not|unable to) (?:find|resolve|determine|verify|lookup|look up) (?:your )?(?:reverse |host ?name|ip address|client|the reverse)|client host rejected: cannot find|fcrdns|forward[ -]confirmed|dns (?:records? )?of your (?:ip|host)|hostname .{0,80}(?:does not|doesn't|not) resolve|invalid dns ptr|(?:ip|server) (?:name )?lookup failed|lookup (?:of )?(?:your )?(?:ip|host ?name) failed|unverif\w{1,8} sending ips?|mismatch\w{0,3} (?:the )?client ip|aup#(?:in|i)-11\d\d|\bcxdns\b|\bcxptr\b|\?p=badrdns|domain name mismatch/,
  },
  {
    reason: 'badreputation',
    pattern:
      /reputation|temporarily deferred due to (?:unexpected|user)|\btss?\d\d\b|user complaints|low sender ?score|senderscore/,
  },
  {
    reason: 'toomanyconn',
    pattern:
      /too frequent connect|too many (?:concurrent |simultaneous |open |smtp |active )?(?:connections|sessions)|(?:connections?|sessions?) (?:rate|frequency|count|limit)[^.]{0,30}(?:limit|exceed|reached)|(?:max(?:imum)?|concurrent|simultaneous)[^.]{0,30}connections|trop de connexions|connection refused.{0,20}too many|(?:limit|number) (?:of|on) (?:concurrent |simultaneous )?(?:connections|sessions)|(?:ip|domain|connection) frequency limited|aup#(?:in|i)-13\d\d|\bcxcnct\b|exceeded the maximum number of connections|\bhl:icc\b|throttled due to .{0,30}connections/,
  },
  {
    reason: 'speeding',
    pattern:
      /too many (?:same|similar|identical)\b[^.]{0,20}(?:mails?|messages?)|too many (?:recipients|messages|e?-?mails?|requests)[^.]{0,30}(?:hour|minute|day|period|short|time|sent)|sent to too many recipients|(?:rate|sending|send|message|hourly|daily|volume) (?:limit|quota|rate)[^.]{0,40}(?:exceed|reach|limit|appl)|exceed(?:ed|s|ing)?[^.]{0,40}(?:rate|per hour|per minute|per day|messages allowed|sending limit|hourly|daily)|too (?:fast|quickly|rapidly|much mail|frequent)|throttl|ratelimit|rate[- ]limit|at a rate (?:that|which)|unusual rate|slow down|excessive (?:volume|rate|e?-?mail)|unexpected volume|greylist|graylist|grey-?listed|greylisting|sending rate|peak smtp relay limit|deferred due to .{0,30}volume|\?p=receivingrate|\bhl:ifc\b|sender frequency limited|(?:relay|sending|daily|hourly)[^.]{0,20} limit (?:is |has been )?exceeded|\bcxmxrt\b|\bcxthrt\b|many messages .{0,30}(?:too|short)/,
  },
  {
    reason: 'exceedlimit',
    pattern:
      /too many recipients|(?:out of|over|exceed\w{0,3}) (?:the )?(?:allow(?:ed)? )?(?:rcpt|recipient)s? (?:number|limit|count)|policy size per transaction exceeded/,
  },
  {
    reason: 'blocked',
    pattern:
      /spamhaus|spamcop|barracudacentral|\bsorbs\b|\bdnsbl|\brbls?\b|real-?time (?:block|black)|blocked using|block ?list|blackh?ole|black ?list(?!ed [^.]{0,30}(?:extension|file|attachment))|permanently deferred|too many spams? from|banned (?:sending )?ip|client host (?:\S{1,200} )?(?:rejected|blocked)|client (?:ip )?address (?:\S{1,100} )?(?:is )?(?:blocked|rejected|denied)|(?:your |the |this |sending |sender'?s? |source )?(?:ip|ip address|host|server|network|mail server)(?: address)?(?: \(?\[?[0-9a-f.:]{3,45}\]?\)?)?(?: is| has been| was|,)? (?:currently |temporarily |permanently |been )?(?:blocked|blacklisted|banned|rejected(?! (?:the |this |your )?message)|refused|listed|denied|not (?:allowed|permitted|authorized|accepted))|(?:mail|messages?|e-?mails?|connections?) from (?:your |this |the )?(?:ip|host|network|server|\[?\d{1,3}\.\d)[^.]{0,60}(?:block|refus|reject|denied|not (?:be )?accept)|connections? (?:will not be accepted|not accepted|rejected|refused) from|no longer accept(?:ing)? (?:connections|mail) from|invalid ip for sending|access denied\. ip|poor ip|\bs31(?:40|50)\b|part of their network is on|bad (?:helo|ehlo|host)|helo command rejected|dynamic(?:ally)? (?:ip|assigned|address)|(?:dialup|dial-up|residential) (?:ip|address|host)|access to (?:submit messages to )?this (?:e?-?mail )?system (?:has been |is )?(?:rejected|denied)|(?:your|this) (?:host|server|network|domain|ip)[^.]{0,40}(?:banned|blocked)|\bips blocked|too many (?:invalid|unknown|bad|nonexistent|non-existent) (?:recipients|users|addresses)|too many bounces|not allowed to connect|service refuse.{0,80}ofr006|ofr006_1|ofr_?999|\bhl:rep\b|deny ip|ip not in whitelist|the ip you're using|\bip=[0-9a-f.:]{3,45} - |\(bl\)|\bcxbl\b|\bcdrbl\b|\bipbl[01]{4}|aup#(?:in|i)-10\d\d/,
  },
  {
    reason: 'failedstarttls',
    pattern:
      /(?:must issue a|requires?|need(?:s)?(?: to)?(?: issue)?) starttls|starttls (?:is )?(?:required|failed|first)|tls (?:is )?required|tls (?:handshake|negotiation|connection) (?:failed|failure|error)|encryption (?:is )?(?:required|needed)/,
  },
  {
    reason: 'rejected',
    pattern:
      /sender(?:'s)? (?:e-?mail )?(?:address )?(?:\S{1,200} )?(?:was |is |has been )?(?:rejected|denied|refused|blocked|not allowed|invalid|unknown|does not exist|not accepted|not exist)|(?:invalid|unroutable|unrouteable|bad|bad outbound|unknown|unverified|blocked|rejected|forged|unresolvable|disallowed) (?:envelope )?(?:sender|from|return path|mail from)(?:'s)?|sender (?:verify|verification|callout|domain) (?:failed|failure|must|not|error)|(?:sender|mail from|from|envelope)[ :']{1,3}(?:domain|address)[^.]{0,60}(?:does not|doesn't|not|no|must|cannot|invalid)|domain of sender address|domain .{1,80} does not exist \(sender|bounce(?:d)? (?:mail|message)s? (?:is |are )?not accepted|you are not (?:allowed|permitted|authorized) to send|not authorized to (?:send|post)|backscatter|badmailfrom|verification failed for|callout|could not complete sender|mail from must|no such domain\b|null sender|<>: sender|reject mail from|not allowed to post|mail from (?:your|this) domain|sender is on|not (?:our|in)[^.]{0,20}(?:permitted|allowed) senders?|blocked by (?:the )?(?:recipient|user)|not (?:a )?member(?! of (?:the )?domain)|members? only|verify mail ?from failed|mail from is mismatched|sender (?:e-?mail |address )?is not (?:in|on|from|valid|local)|non-?member|subscribers? only|\bcxsndr\b|purported responsible|groups\.google\.com|domain has (?:no|been) (?:mx|blocked)|bad sender'?s? (?:mailbox|system)|spoofed (?:message|mail|sender)|rejected by (?:the )?destination/,
  },
  {
    reason: 'mesgtoobig',
    pattern:
      /exceed\w{0,3} (?:the )?(?:mail|message) ?size|(?:message|mail|e-?mail|attachments?|file|data|content)s? (?:file |body |text )?(?:size )?(?:is |was |are )?(?:too (?:big|large|long)|larger than|oversized?)|(?:message|mail|e-?mail)? ?size (?:limit|exceed|too)[^.]{0,40}|exceeds? (?:the )?(?:maximum|fixed|server's|system|server|size|message|mail|global|allowed)[^.]{0,30}(?:size|limit|length)|maximum (?:message|mail|e-?mail|allowed) (?:file )?size|max(?:imum)? message|message exceeds|too big for (?:system|this)|nachricht[^.]{0,30}zu gro(?:ß|ss)|trop (?:volumineux|gros)|demasiado grande|troppo grande|слишком (?:велик|больш)/,
  },
  {
    reason: 'contenterror',
    pattern:
      /mime[ /:-]{1,3}reject|invalid (?:mime )?structure|headers? (?:line )?(?:too (?:large|long|big)|size)|improper use of 8-bit|8[ -]?bit (?:data|header|character)|invalid (?:message |mime )?(?:content|encoding|character|mime)|malformed (?:mime|message|content|header)|unsupported (?:media|content|charset)|conversion (?:required|failed|not supported)|mime (?:error|format|structure)|line (?:too long|length)|media (?:error|not supported)|message (?:content )?(?:is )?(?:malformed|not valid)|content-transfer-encoding/,
  },
  {
    reason: 'policyviolation',
    pattern:
      /polic(?:y|ies)|header error|potential security issue|its content presents|(?:file|attachment)[^.]{0,40}(?:type|extension|not (?:allowed|permitted|accepted)|prohibited|blocked)|(?:blocked|prohibited|forbidden|banned) (?:attachment|file|extension|content)|(?:password|encrypted)[^.]{0,20}protected[^.]{0,20}(?:attachment|file|archive)|administrative(?:ly)? (?:prohibition(?! - unable)|prohibited|block|reject|denied)|terms of service|(?<!protocol )violat|prohibited by|e-?mail not accepted for|\?p=blockedmessage|by administrator|signature .{0,20}detected|local rule|message not allowed/,
  },
  {
    reason: 'securityerror',
    pattern:
      /auth(?:entication)? (?:is )?(?:required|error|credentials invalid|data|unsuccessful|failed|failure|needed)|requires? (?:smtp )?auth|must (?:be )?auth|authrequired|not authenticated|authenticat(?:e|ion) first|restricted|not authori[sz]ed|unauthori[sz]ed|sender is not allowed|(?:only|not) accept(?:s|ing)? (?:mail|messages?|e-?mail) from (?:people|senders|internal|certain|external|outside|this)|delivery not authori[sz]ed|cryptographic|trust relationship|resolver\.rst\.|permission to (?:send|post)|don't have permission|not have permission|invalid (?:username|password|credentials)|login (?:first|failed)/,
  },
  {
    reason: 'spamdetected',
    weak: true,
    pattern: /\bspam\b|\bspammers?\b|spamblock|\bjunk\b|\bubes?\b|\buce\b|unsolicited/,
  },
  {
    reason: 'blocked',
    weak: true,
    pattern:
      /\bblocked\b|\bbanned\b|denylist|\bblock\b|abus(?:e|ive)|\bip(?:v[46])? address\b|not accept(?:ing)? (?:connections|mail) from/,
  },
  { reason: 'securityerror', weak: true, pattern: /access (?:is )?denied|permission denied|forbidden|\btls\b|\bssl\b/ },
];
