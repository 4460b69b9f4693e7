// A real OpenID provider on loopback. Its word is good, except for clients named after a fault: their identity tokens are altered after
// the provider made them, and signed again with the provider's own key, as a provider gone wrong or a thief of tokens would have it.
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, importJWK, SignJWT, decodeJwt, UnsecuredJWT } from "jose";
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const pair = await generateKeyPair("RS256", { extractable: true });
const key = { ...(await exportJWK(pair.privateKey)), kid: "of-the-provider", alg: "RS256", use: "sig" };
const strange = await generateKeyPair("RS256");
const own = await importJWK(key, "RS256");

const now = () => Math.floor(Date.now() / 1000);
const resigned = (claims, by = own) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: key.kid }).sign(by);
const FAULTS = {
  expired: (claims) => resigned({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  audience: (claims) => resigned({ ...claims, aud: "another-service" }),
  party: (claims) => resigned({ ...claims, aud: "another-service", azp: claims.aud }),
  nonce: (claims) => resigned({ ...claims, nonce: "of-another-session" }),
  issuer: (claims) => resigned({ ...claims, iss: "http://127.0.0.1:1" }),
  unsigned: (claims) => new UnsecuredJWT(claims).encode(),
  stranger: (claims) => resigned(claims, strange.privateKey),
};

const people = JSON.parse(process.env.PEOPLE);
const client = (client_id) => ({
  client_id,
  client_secret: "a-secret-of-the-client-for-tests-only",
  redirect_uris: [redirect],
  grant_types: ["authorization_code"],
  response_types: ["code"],
});
const provider = new Provider(issuer, {
  clients: ["stanch", ...Object.keys(FAULTS)].map(client),
  jwks: { keys: [key] },
  cookies: { keys: ["for-tests-only"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "roles"] },
  pkce: { required: () => true },
  findAccount: (_ctx, id) =>
    people[id] && { accountId: id, claims: async () => ({ sub: id, ...people[id] }) },
});
provider.use(async (ctx, next) => {
  await next();
  const fault = FAULTS[ctx.oidc?.client?.clientId];
  if (fault && ctx.path === "/token" && ctx.body?.id_token) {
    ctx.body.id_token = await fault(decodeJwt(ctx.body.id_token));
  }
});
createServer(provider.callback()).listen(Number(port), "127.0.0.1", () => console.log("ready"));
