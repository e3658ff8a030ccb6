import { isAddress, isPublicAddress } from '../domain/webhooks/public-address.ts';
import type { SendingSetup } from '../domain/senders/sending-setup.ts';
import type { ApiEnvironment } from './env.ts';

type Told = Pick<ApiEnvironment, 'BOUNCE_DOMAIN' | 'PUBLIC_URL' | 'SPF_INCLUDE' | 'SENDING_IPS' | 'SENDER_CHECKS'>;

/** Ends of names that the world does not know (RFC 2606, 6761, 6762, 8375, and what networks use within themselves). */
const innerNames = /(^|\.)(localhost|local|test|example|invalid|internal|lan|home\.arpa)$/;

/**
 * What the environment says about sending. An installation that the world cannot reach is somebody trying it out, whose mail goes to the
 * local mailbox: there the checks of domains advise, anywhere else they are required.
 */
export function sendingSetup(env: Told): SendingSetup {
  const publicHost = new URL(env.PUBLIC_URL).hostname.replace(/^\[|\]$/g, '');
  return {
    bounceDomain: env.BOUNCE_DOMAIN.toLowerCase(),
    publicHost,
    spfInclude: env.SPF_INCLUDE ?? null,
    sendingIps: env.SENDING_IPS,
    isRequired: (env.SENDER_CHECKS ?? (isWorldly(publicHost) ? 'required' : 'advised')) === 'required',
  };
}

/** Whether a host is one of the open internet, as far as its name says. */
function isWorldly(host: string): boolean {
  if (isAddress(host)) return isPublicAddress(host);
  return host.includes('.') && !innerNames.test(host);
}
