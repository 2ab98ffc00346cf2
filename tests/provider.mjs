// A certified provider of identities (npm oidc-provider) for the tests: node provider.mjs PACKAGE PORT CALLBACK ACCOUNTS
// ACCOUNTS is a JSON file: account to its claims, with `acr` for the level that somebody signs in with. Read at each sign-in.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [pkg, port, callback, accounts] = process.argv.slice(2);
const { default: Provider } = await import(pkg);
const known = () => JSON.parse(readFileSync(accounts, 'utf-8'));
const issuer = `http://localhost:${port}`;
const client = (id, more = {}) => ({
  client_id: id, client_secret: 'a secret of this test, long enough', redirect_uris: [callback],
  post_logout_redirect_uris: [callback], grant_types: ['authorization_code'], response_types: ['code'], ...more,
});
const provider = new Provider(issuer, {
  clients: [client('zorgcapaciteit'), client('another')],
  acrValues: ['urn:be:fedict:iam:fas:level100', 'urn:be:fedict:iam:fas:level400'],
  claims: { openid: ['sub'], zorg: ['rollen', 'gebieden'] },
  scopes: ['openid', 'zorg'],
  conformIdTokenClaims: false,
  cookies: { keys: ['a key of this test'] },
  ttl: { IdToken: Number(process.env.LASTS ?? 3600), AuthorizationCode: 60, Session: 600, Grant: 600, Interaction: 600, AccessToken: 600 },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, it) => `/who/${it.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...known()[id] }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid zorg');
    await grant.save();
    return grant;
  },
});
const serve = provider.callback();
createServer(async (asked, answer) => {
  if (!asked.url.startsWith('/who/')) return serve(asked, answer);
  if (asked.method === 'GET') {
    answer.setHeader('content-type', 'text/html');
    return answer.end('<form method="post"><input name="sub"><button type="submit">Sign in</button></form>');
  }
  let body = '';
  for await (const part of asked) body += part;
  const sub = new URLSearchParams(body).get('sub');
  const login = { accountId: sub, acr: known()[sub].acr, remember: false };
  return provider.interactionFinished(asked, answer, { login }, { mergeWithLastSubmission: false });
}).listen(Number(port), 'localhost');
