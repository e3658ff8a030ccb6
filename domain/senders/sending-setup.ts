/** What of the installation stands in the records of a sending domain. */
export interface SendingSetup {
  /** The domain of return paths, whose mail reaches the installation. */
  bounceDomain: string;
  /** The host under which people reach the product; tracking domains point there. */
  publicHost: string;
  /** The domain whose SPF record names the machines that deliver the mail; null: the operator did not say. */
  spfInclude: string | null;
  /** The IP addresses that the mail is delivered from; empty: the operator did not say. */
  sendingIps: string[];
  /** Whether nothing may be sent from a domain that is not verified; else the checks only advise. */
  isRequired: boolean;
}
