// A machine and a portal with oauth4webapi: found by the metadata, let in by private_key_jwt, a
// person's session renewed by its refresh token, whose copy ends it.
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';

import { ask, origin, password, seat, send, token } from '../demo.js';

const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(origin);
const discovered = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' });
const server = await oauth.processDiscoveryResponse(issuer, discovered);

const CITY = 'PEMKOT_34.71';
const REGISTER = `mutation ($input: RegisterApiClientInput!) {
  registerApiClient(input: $input) { apiClient { id keys { kid } } } }`;
const PEOPLE = `{ viewer { capacity seat { grade } }
  civilServants(first: 3) { nodes { employment { institution { code } } } } }`;

async function machine(algorithm) {
  const pair = await oauth.generateKeyPair(algorithm);
  const key = JSON.stringify(await crypto.subtle.exportKey('jwk', pair.publicKey));
  const input = { function: 'EMPLOYER', name: `Mesin ${algorithm}`, keys: [key] };
  const registered = await ask(token('EMPLOYER', CITY, 'ADMIN'), REGISTER, { input });
  const { id, keys } = registered.registerApiClient.apiClient;
  return { client: { client_id: id }, key: { key: pair.privateKey, kid: keys[0].kid } };
}

// RFC 10070 gives the assertion a type of its own, which the library leaves to the caller.
function proof({ key }, change = () => {}) {
  return oauth.PrivateKeyJwt(key, {
    [oauth.modifyAssertion](header, payload) {
      header.typ = 'client-authentication+jwt';
      change(header, payload);
    },
  });
}

async function granted(of, authentication) {
  const request = oauth.clientCredentialsGrantRequest;
  const response = await request(server, of.client, authentication, {}, insecure);
  return oauth.processClientCredentialsResponse(server, of.client, response);
}

async function refused(code, act) {
  const error = await act().then(() => null, (error) => error);
  assert.equal(error?.error, code);
}

for (const algorithm of ['Ed25519', 'ES256']) {
  const it = await machine(algorithm);
  const { access_token: bearer, expires_in: seconds } = await granted(it, proof(it));
  assert.ok(seconds >= 600);
  const { viewer, civilServants } = await ask(bearer, PEOPLE);
  assert.deepEqual(viewer, { capacity: 'EMPLOYER', seat: { grade: 'STAFF' } });
  assert.equal(civilServants.nodes.length, 3);
  for (const { employment } of civilServants.nodes) assert.equal(employment.institution.code, CITY);

  const once = proof(it, (_header, payload) => { payload.jti = 'once'; });
  await granted(it, once);
  for (const wrong of [
    once,
    proof(it, (header) => { header.typ = 'JWT'; }),
    proof(it, (_header, payload) => { payload.aud = server.token_endpoint; }),
    proof(it, (_header, payload) => { payload.exp += 3600; }),
    proof(await machine(algorithm)),
  ]) {
    await refused('invalid_client', () => granted(it, wrong));
  }
}

// A portal: no secret of its own, the person's refresh token is the proof.
const portal = { client_id: 'netra-portal' };
const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { accessToken refreshToken } }`;
const { login } = seat('EMPLOYER', CITY, 'STAFF');
const { signIn } = await ask(null, SIGN_IN, { input: { login, password } });

async function renewed(refresh) {
  const request = oauth.refreshTokenGrantRequest;
  const response = await request(server, portal, oauth.None(), refresh, insecure);
  return oauth.processRefreshTokenResponse(server, portal, response);
}

let latest = { refresh_token: signIn.refreshToken };
for (let time = 0; time < 3; time += 1) {
  const next = await renewed(latest.refresh_token);
  assert.notEqual(next.refresh_token, latest.refresh_token);
  await ask(next.access_token, '{ viewer { capacity } }');
  latest = next;
}
await refused('invalid_grant', () => renewed(signIn.refreshToken));
// The copy has ended the family: the last token with it, and the access token beside it.
await refused('invalid_grant', () => renewed(latest.refresh_token));
assert.equal((await send(latest.access_token, '{ viewer { capacity } }')).status, 401);
console.log('oauth4webapi: two machines, one portal');
