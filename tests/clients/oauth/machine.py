"""A machine with Authlib: let in by private_key_jwt, its token used, its assertion good for once."""

import json
import os
import time
from urllib.parse import urljoin

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey, OKPKey

CITY = "PEMKOT_34.71"
REGISTER = """mutation ($input: RegisterApiClientInput!) {
  registerApiClient(input: $input) { apiClient { id } } }"""
PEOPLE = """{ viewer { capacity seat { grade } }
  civilServants(first: 3) { nodes { employment { institution { code } } } } }"""

with open(os.environ["NETRA_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)
ISSUER = DEMO["graphql"].removesuffix("/graphql")
SERVER = requests.get(urljoin(ISSUER, "/.well-known/oauth-authorization-server"), timeout=10).json()
assert SERVER["issuer"] == ISSUER, SERVER


def ask(session, query, variables=None):
    answer = session.post(
        DEMO["graphql"], json={"query": query, "variables": variables}, timeout=10
    ).json()
    assert "errors" not in answer, answer
    return answer["data"]


def administrator():
    session = requests.Session()
    wanted = ("EMPLOYER", CITY, "ADMIN")
    seats = (it for it in DEMO["seats"] if (it["function"], it["institution"], it["grade"]) == wanted)
    session.headers["Authorization"] = f"Bearer {next(seats)['token']}"
    return session


def machine(key, alg, **claims):
    """A session of a registered machine; each has claims of its own, which Authlib keeps."""
    public = json.dumps(key.as_dict(private=False))
    given = {"function": "EMPLOYER", "name": f"Mesin {alg}", "keys": [public]}
    client = ask(administrator(), REGISTER, {"input": given})["registerApiClient"]["apiClient"]["id"]
    session = OAuth2Session(client, key, token_endpoint_auth_method="private_key_jwt")
    claims = {"aud": SERVER["issuer"], "exp": int(time.time()) + 60, **claims}
    session.register_client_auth_method(
        PrivateKeyJWT(claims=claims, headers={"typ": "client-authentication+jwt"}, alg=alg)
    )
    return session


def fetch(session):
    return session.fetch_token(SERVER["token_endpoint"], grant_type="client_credentials")


def refused(session):
    try:
        fetch(session)
    except OAuthError as error:
        assert error.error == "invalid_client", error
    else:
        raise AssertionError("a token for a bad assertion")


for generate, alg in ((lambda: OKPKey.generate_key("Ed25519"), "Ed25519"),
                      (lambda: ECKey.generate_key("P-256"), "ES256")):
    session = machine(generate(), alg)
    token = fetch(session)
    assert token["token_type"] == "Bearer" and token["expires_in"] >= 600, token.keys()
    data = ask(session, PEOPLE)
    assert data["viewer"] == {"capacity": "EMPLOYER", "seat": {"grade": "STAFF"}}, data["viewer"]
    codes = {it["employment"]["institution"]["code"] for it in data["civilServants"]["nodes"]}
    assert codes == {CITY}, codes
    refused(session)  # Authlib repeats the id of the assertion: good for once.
    refused(machine(generate(), alg, aud=SERVER["token_endpoint"]))
    refused(machine(generate(), alg, exp=int(time.time()) + 3_600))
print("authlib: two machines")
