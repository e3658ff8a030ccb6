import { describe, expect, it } from 'vitest';
import { judgeEvidence } from './judge.ts';
import type { InboundReason } from './reasons.ts';
import type { DialogueStage } from './stage.ts';

function verdictOn(diagnostic: string, stage: DialogueStage) {
  return judgeEvidence({ action: 'failed', status: null, channel: 'smtp', context: '', diagnostic, stage });
}

/** An answer in each language as a server of that country would word it. */
const unknown = [
  '550 Dieses Postfach ist hier nicht bekannt',
  '550 Adressat unbekannt oder abgeschaltet, Postfach gesperrt',
  '550 Adresse introuvable sur ce serveur',
  '550 Destinataire inconnu ou compte suspendu',
  '550 La casilla indicada no existe',
  '550 Direccion de correo inexistente',
  '550 Utente sconosciuto',
  '550 Indirizzo non valido',
  '550 Destinatário não encontrado',
  '550 Deze ontvanger is onbekend',
  '550 Nie ma takiego adresu',
  '550 Tato schránka neexistuje',
  '550 A címzett ismeretlen',
  '550 Destinatarul este necunoscut',
  '550 Kullanıcı bulunamadı',
  '550 Mottagaren är okänd',
  '550 Brukeren: adressen finnes ikke',
  '550 Vastaanottajaa ei löydy',
  '550 Ο παραλήπτης δεν υπάρχει',
  '550 Неизвестный получатель',
  '550 Такий користувач не існує',
  '550 宛先のメールアドレスが見つかりません',
  '550 收件人邮箱不存在',
  '550 수신자를 찾을 수 없습니다',
];

const others: [InboundReason, ...string[]][] = [
  [
    'mailboxfull',
    '552 Der Empfänger hat zu viele Mails gelagert',
    '552 La boite aux lettres de ce client est pleine',
    '552 El buzón del cliente está lleno',
    '552 Casella postale piena',
    '552 Caixa postal do cliente cheia',
    '552 Het postvak van de klant is vol',
    '552 Skrzynka odbiorcy jest przepełniona',
    '552 Schránka příjemce je plná',
    '552 Posta kutusu tamamen dolu',
    '552 Brevlådan är full',
    '552 Превышена квота, превышен размер',
    '552 對方信箱已滿',
    '552 상대방 메일함이 가득 찼습니다',
  ],
  [
    'suspend',
    '550 Dieses Konto wurde deaktiviert',
    '550 Ce compte est suspendu',
    '550 La cuenta fue dada de baja',
    "550 L'account e' bloccato",
    '550 Esta conta foi desativada',
    '550 Konto odbiorcy jest zablokowane',
    '550 Учетная запись отключена',
    '550 该用户账号已停用',
  ],
  ['expired', '450 Die Zustellfrist ist abgelaufen', '450 tiempo de entrega vencido', '450 Délai dépassé'],
  [
    'spamdetected',
    '550 Die Mail wurde als Spam abgelehnt',
    '550 Message considéré comme indésirable',
    '550 疑似垃圾邮件',
  ],
  ['mesgtoobig', '552 Die Nachricht ist zu groß', '552 El mensaje es demasiado grande', '552 邮件过大'],
  ['blocked', '554 Ihre IP ist bei uns gesperrt', '554 Votre adresse IP est bloquée'],
];

describe('answers in other languages than English', () => {
  it.each(unknown)('%s: nobody of that name, where the address was asked for', (text) => {
    expect(verdictOn(text, 'rcpt')).toMatchObject({ kind: 'hard', reason: 'userunknown' });
    expect(verdictOn(text, 'data').kind).not.toBe('hard');
  });

  it.each(others.flatMap(([reason, ...texts]) => texts.map((text) => [text, reason] as const)))(
    '%s: %s',
    (text, reason) => {
      const verdict = verdictOn(text, 'rcpt');
      expect(verdict.reason).toBe(reason);
      expect(verdict.kind).not.toBe('hard');
    },
  );
});
