import { receiverName } from '../delivery/provider.ts';

/** Why a message that may go waits all the same. `receiver_…` name the provider or the domain that takes it. */
export type WaitReason =
  | 'warm_up'
  | 'sender_limit'
  | `receiver_limit:${string}`
  | `receiver_slow:${string}`
  | 'hours'
  | 'sender_stopped'
  | 'unsigned'
  | 'retry';

/** What a reason says to whoever waits. */
export function waitWords(reason: string): string {
  const [code = '', about = ''] = reason.split(':');
  switch (code) {
    case 'warm_up':
      return 'Today’s share of the sender’s warm-up is used up';
    case 'sender_limit':
      return 'The sender may not send faster';
    case 'receiver_limit':
      return `${receiverName(about)} takes no more per second`;
    case 'receiver_slow':
      return `${receiverName(about)} asked to slow down`;
    case 'hours':
      return 'Outside the hours in which people are written to';
    case 'sender_stopped':
      return 'Mail of the sender’s domain is stopped';
    case 'unsigned':
      return 'The signing key of the sender’s domain cannot be opened';
    case 'retry':
      return 'Not accepted at first, tried again';
    default:
      return 'Put off';
  }
}
