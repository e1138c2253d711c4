import type { Config } from '../../config/config.ts';

/** Which ways into the finance pages are open: those that the settings make possible, less those that the publisher closed. */
export function signInWays({ mail, oidc, publisher }: Pick<Config, 'mail' | 'oidc' | 'publisher'>): {
  mail: boolean;
  oidc: boolean;
  key: boolean;
} {
  const { signIn } = publisher.finance;
  const isOpen = (way: 'mail' | 'oidc' | 'key') => signIn?.includes(way) ?? true;
  return { mail: mail !== null && isOpen('mail'), oidc: oidc !== null && isOpen('oidc'), key: isOpen('key') };
}
