import type { WordRule } from './words.ts';

/** Phrases that blame the way there: time, networks, machines. In order: the first that fits names the reason. */
export const transportWords: readonly WordRule[] = [
  {
    reason: 'systemerror',
    pattern:
      /\bldap\b|out of memory|trouble in home directory|unable to process (?:your |the )?connection|queue (?:is )?(?:unavailable|full)|server temporarily rejected|system(?:\(\w\))? (?:is )?(?:too )?busy|unable to (?:chdir|switch|read|fork)|bounce or trace service|recipient thread limit|loops? back to (?:me|myself)\b|points? to (?:the )?local host|address is the local host|internal (?:system|server|software) error/,
  },
  {
    reason: 'systemfull',
    pattern:
      /mail system (?:is )?full|insufficient system (?:storage|resources)|no space left|disk (?:is )?full|system (?:storage|disk|space)|requested mail action aborted: (?:exceeded|insufficient) system/,
  },
  { reason: 'onhold', pattern: /unverified (?:recipient )?address|verification (?:is )?in progress/ },
  { reason: 'expired', pattern: /message expired|unreachable for too long/ },
  {
    reason: 'networkerror',
    pattern:
      /malformed or unexpected name server reply|host lookup did not complete|failure in mx lookup|address family mismatch|routes to destination blocked|no mx could be reached|(?:cname|dns) lookup failed|no route to (?:the )?host|network (?:is )?(?:unreachable|error|down|congestion)|too many (?:hops|received)|hop ?count|(?:mail|routing|delivery|message is|message|forwarding|a) loop(?:ing)?\b|(?:host ?name|name server|dns|mx|name service)[^.]{0,60}(?:lookup fail|timeout|timed out|lookup failure|temporar|try again|not respond|servfail)|(?:unable|wasn't able|not able|failed|could not|couldn't|cannot) (?:to )?establish (?:an )?(?:smtp )?connection|connection (?:was )?(?:reset|lost|dropped|closed|broken|aborted|died)|lost connection|looping (?:message|mail)|dns query (?:error|failed)|connection with \S{1,200} (?:is |was )?(?:broken|lost|closed|reset)|connection refused|broken pipe|can't connect to|bad connection|temporary (?:dns|name|lookup) |(?:dns|lookup|resolver) (?:failure|error|problem)|host (?:is )?unreachable|unreachable/,
  },
  {
    reason: 'expired',
    pattern:
      /(?:connection|operation|session|conversation|delivery|command|user open)[^.]{0,60}(?:timed? ?-?out|timeout)|\btimed out\b|time ?-?out\b|delivery (?:time )?(?:has )?expired|message (?:has )?(?:expired|timed|is too old)|queue (?:too long|lifetime|expired)|retry time(?:out)? (?:not reached|exceeded)|(?:could not|couldn't|cannot|not|unable to) be delivered (?:for|within|after|in) |not delivered within|undelivered after|failing for a long time|(?:delivery|attempts?) (?:failed )?(?:after )?\d{1,4} (?:attempts|tries)|failed \d{1,4} (?:attempts|times)|too many (?:failed )?(?:attempts|tries|retries)|(?:remote |recipient |destination )?(?:host|server|mta|system)s? (?:is |are |was )?(?:not responding|not answering|did not (?:respond|answer|accept our requests)|down)|did not accept our requests to connect|(?:unable|not able|failed|could not|couldn't|cannot|impossible) (?:to )?(?:be )?(?:connect|contact|reach)|no answer from|maximum[ -]time[ -]expired|aborted after \d|giving up after|delayed (?:for )?more than|deferred|still (?:being )?(?:retried|undelivered)|remains? undelivered|expired|queued too long/,
  },
  {
    reason: 'mailererror',
    pattern:
      /mailer error|command (?:output|died|failed)|procmail|maildrop|\bpipe\b|exit(?:ed)? (?:with )?(?:status|code|value)|operating system error|local (?:mailer|delivery agent) |child (?:process|exited)|unknown mailer|mail transport|(?:from|by) filter|unable to (?:open|write|create) (?:mailbox|file|.{0,20}spool)|can't create output|couldn't create/,
  },
  {
    reason: 'systemerror',
    pattern:
      /internal (?:system |server |software |mail |processing )?(?:error|failure|problem)|system (?:error|failure|config|problem|incorrectly|resources)|server (?:error|failure|config|misconfig|busy|is busy)|configuration (?:error|problem)|misconfigur|local (?:error|problem|config)|temporary (?:local|system|server|service) ?(?:problem|error|failure)?|service (?:is )?(?:currently |temporarily )?(?:unavailable|not available|refuse)|service currently|temporarily (?:unavailable|not available|unable)|resources? (?:temporarily )?(?:unavailable|not available|exhaust)|insufficient resources|unable to contact|ldap|database|(?:does not|doesn't) support (?:tls|starttls)|queue file|i\/o error|software error|backend|cannot (?:open|lock|access)|lookup (?:table|map)|transaction failed|unexpected (?:failure|error)|could not (?:load|complete|process)|system not capable/,
  },
  { reason: 'onhold', pattern: /\bon hold\b|\bheld\b|quarantin/ },
  {
    reason: 'syntaxerror',
    weak: true,
    pattern:
      /syntax error|sequence error|bad syntax|(?:command|parameter)s? (?:not|un)(?: implemented|recogni[sz]ed| understood)|bad sequence|unrecogni[sz]ed (?:command|parameter)|protocol (?:error|violation)|out of sequence|invalid command/,
  },
  {
    reason: 'expired',
    weak: true,
    pattern: /temporary failure|in the queue too long|temporarily (?:deferred|rejected)|try (?:again )?later/,
  },
];
