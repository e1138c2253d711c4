import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from '../_support/service.ts';

/** A real provider on this machine, which lets in whoever is named without asking. */
export async function localProvider(redirectUri: string) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'reader-support',
        client_secret: 'a-secret-of-the-tests',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: person.email, email_verified: person.isVerified }),
    }),
    cookies: { keys: ['only for tests'] },
  });
  const person = { email: 'anna@example.org', isVerified: true, letsIn: true };
  const callback = provider.callback();
  const finish = async (...[req, res]: Parameters<typeof callback>) => {
    const { prompt, params } = await provider.interactionDetails(req, res);
    if (!person.letsIn) {
      const refused = { error: 'access_denied', error_description: 'not today' };
      await provider.interactionFinished(req, res, refused);
      return;
    }
    if (prompt.name === 'login') {
      await provider.interactionFinished(req, res, { login: { accountId: 'account-1' } });
      return;
    }
    const grant = new provider.Grant({ accountId: 'account-1', clientId: String(params['client_id']) });
    grant.addOIDCScope('openid email');
    const grantId = await grant.save();
    await provider.interactionFinished(req, res, { consent: { grantId } }, { mergeWithLastSubmission: true });
  };
  const start = async (): Promise<Server> => {
    const server = createServer((req, res) => {
      if (req.url?.startsWith('/interaction/') === true) void finish(req, res);
      else void callback(req, res);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server: Server | null = await start();
  const stop = async () => {
    const running = server;
    server = null;
    running?.closeAllConnections();
    await new Promise((resolve) => (running === null ? resolve(null) : running.close(resolve)));
  };
  return {
    settings: { issuer, clientId: 'reader-support', clientSecret: 'a-secret-of-the-tests' },
    person,
    stop,
    start: async () => void (server = await start()),
    /** Goes where a page led, as a browser does; returns the query that it comes back with. */
    async visit(url: string): Promise<string> {
      const jar = new Map<string, string>();
      for (let next = url, i = 0; i < 12; i++) {
        const answer = await fetch(next, {
          redirect: 'manual',
          headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        });
        for (const line of answer.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
          jar.set(name, value);
        }
        next = new URL(answer.headers.get('location') ?? 'about:blank', next).href;
        if (next.startsWith(redirectUri)) return new URL(next).search.slice(1);
      }
      throw new Error('the provider led nowhere');
    },
  };
}
