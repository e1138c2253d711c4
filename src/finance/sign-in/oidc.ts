import { createHmac } from 'node:crypto';
import type * as Client from 'openid-client';
import type { Config } from '../../config/config.ts';

/** Where a provider sends browsers back to. */
export const BACK_PATH = '/finance/sign-in/back';

/** What the provider says of whoever came back: the address that it has confirmed, or that there is none. */
export type OidcAnswer = { kind: 'confirmed'; address: string } | { kind: 'refused' } | { kind: 'down' };

/** Single sign-on with one provider: authorization code with PKCE, state and nonce. Nothing of a token is kept. */
export type OidcDesk = {
  /** Where to send a browser; null while the provider does not answer. */
  begin(browserToken: string, lang: string): Promise<string | null>;
  /** Exchanges what a browser came back with (the query of its address). */
  finish(browserToken: string, query: string): Promise<OidcAnswer>;
};

/**
 * State, nonce and verifier follow from the browser's cookie, so that nothing waits in a table, and an answer
 * fits only the browser that asked.
 */
export function oidcDesk({
  oidc,
  publicUrl,
}: Pick<Config, 'publicUrl'> & { oidc: NonNullable<Config['oidc']> }): OidcDesk {
  const redirectUri = `${publicUrl}${BACK_PATH}`;
  const from = (browserToken: string, purpose: string) =>
    createHmac('sha256', browserToken).update(`oidc ${purpose}`).digest('base64url');
  // Where a provider is set, every start loads what speaks with it; elsewhere nothing does.
  const library = import('openid-client');
  let known: Promise<Client.Configuration> | undefined;

  /** What the provider publishes about itself is read once; a provider that was down is asked again. */
  function provider(): Promise<Client.Configuration> {
    known ??= discover().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  async function discover(): Promise<Client.Configuration> {
    const client = await library;
    const insecure = oidc.issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {};
    const auth = clientAuth(client, oidc.clientSecret);
    const options = { timeout: 10, ...insecure };
    return client.discovery(new URL(oidc.issuer), oidc.clientId, undefined, auth, options);
  }

  return {
    async begin(browserToken, lang) {
      const config = await provider().catch(() => null);
      if (config === null) return null;
      const client = await library;
      const challenge = await client.calculatePKCECodeChallenge(from(browserToken, 'verifier'));
      return client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email',
        state: `${from(browserToken, 'state')}.${lang}`,
        nonce: from(browserToken, 'nonce'),
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).href;
    },
    async finish(browserToken, query) {
      const config = await provider().catch(() => null);
      if (config === null) return { kind: 'down' };
      const client = await library;
      const lang = langOfState(new URLSearchParams(query).get('state'));
      try {
        const tokens = await client.authorizationCodeGrant(config, new URL(`${redirectUri}?${query}`), {
          pkceCodeVerifier: from(browserToken, 'verifier'),
          expectedState: `${from(browserToken, 'state')}.${lang}`,
          expectedNonce: from(browserToken, 'nonce'),
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) return { kind: 'refused' };
        // Some providers tell the address only when they are asked for it.
        const told =
          claims['email'] === undefined
            ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
            : claims;
        const { email, email_verified: isVerified } = told as { email?: unknown; email_verified?: unknown };
        return typeof email === 'string' && isVerified === true
          ? { kind: 'confirmed', address: email }
          : { kind: 'refused' };
      } catch (error) {
        return { kind: isSilence(error) ? 'down' : 'refused' };
      }
    },
  };
}

/** The language in which somebody left for the provider. */
export function langOfState(state: string | null): string {
  return state?.endsWith('.ru') === true ? 'ru' : 'en';
}

/** As the provider takes it: in a header where it names that or nothing, else in the body. */
function clientAuth(client: typeof Client, secret: string): Client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (as, ...rest) => {
    const methods = as.token_endpoint_auth_methods_supported;
    return (methods?.includes('client_secret_basic') ?? true) ? basic(as, ...rest) : post(as, ...rest);
  };
}

/** No answer, or one that no provider in order gives. */
function isSilence(error: unknown): boolean {
  const { code, cause, status } = error as { code?: unknown; cause?: unknown; status?: unknown };
  return (
    code === 'OAUTH_TIMEOUT' ||
    (typeof status === 'number' && status >= 500) ||
    (error instanceof TypeError && cause instanceof Error) ||
    (cause instanceof Response && cause.status >= 500)
  );
}
