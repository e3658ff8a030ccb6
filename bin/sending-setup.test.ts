import { expect, it } from 'vitest';
import { sendingSetup } from './sending-setup.ts';

const setupAt = (url: string, checks?: 'required' | 'advised') =>
  sendingSetup({
    PUBLIC_URL: url,
    BOUNCE_DOMAIN: 'Bounces.acme.com',
    SPF_INCLUDE: undefined,
    SENDING_IPS: [],
    SENDER_CHECKS: checks,
  });

it.each([
  ['http://localhost:8080', false],
  ['http://127.0.0.1:8080', false],
  ['http://[::1]:8080', false],
  ['http://192.168.1.20', false],
  ['http://app.localhost', false],
  ['http://marketing.test', false],
  ['http://api:8080', false],
  ['https://marketing.acme.com', true],
  ['https://8.8.4.4', true],
])('%s sends to the world: %s', (url, isRequired) => {
  expect(setupAt(url).isRequired).toBe(isRequired);
});

it('goes by what the operator says', () => {
  expect(setupAt('http://localhost:8080', 'required').isRequired).toBe(true);
  expect(setupAt('https://marketing.acme.com', 'advised')).toEqual({
    bounceDomain: 'bounces.acme.com',
    publicHost: 'marketing.acme.com',
    spfInclude: null,
    sendingIps: [],
    isRequired: false,
  });
});
