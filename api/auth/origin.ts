import { DomainError } from '../../domain/errors.ts';

/** Refuses what a browser sends from a page of another site. Programs send neither header; browsers send an Origin with every write. */
export function refuseForeignOrigin(headers: Headers, trusted: string[]): void {
  const origin = headers.get('origin');
  const isForeign = origin !== null ? !trusted.includes(origin) : headers.get('sec-fetch-site') === 'cross-site';
  if (isForeign) {
    throw new DomainError('forbidden', 'This request came from a page of another site. Nothing was changed.');
  }
}
