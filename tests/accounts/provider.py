"""An OpenID Connect provider on loopback, as small as one can be: it checks what a provider checks (client, redirect
address, PKCE), and what it says of whom can be changed to what it must not be believed."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "iqa", "made-up-secret"
ISSUER = "https://sign-on.example.test"


def make_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """`claims` changes an ID token's claims before it is signed, `sign` replaces the signing; `person` is what its user
    information says. `broken` is the address that answers with an error."""

    key: rsa.RSAPrivateKey
    person: dict[str, Any]
    claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[[dict[str, Any]], str] | None = None
    broken: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    codes_taken: int = 0
    address: str = ""

    def authorize(self, location: str) -> str:
        """As the browser that was sent here by `location`: the code that it takes back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert location.startswith(f"{self.address}/authorize?")
        assert self.asked["response_type"] == "code"
        assert self.asked["client_id"] == CLIENT_ID
        assert self.asked["code_challenge_method"] == "S256"
        return "the-code"

    def answer(self, path: str, form: dict[str, str], authorization: str) -> dict[str, Any]:
        if path == self.broken:
            raise ConnectionError("out of order")
        if path == "/jwks":
            return {"keys": [self._public_key()]}
        if path == "/userinfo":
            assert authorization == "Bearer the-access-token"
            return self.person
        assert path == "/token"
        return self._token(form)

    def id_token(self) -> str:
        now = int(time.time())
        claims = self.claims(
            {
                "iss": ISSUER,
                "aud": CLIENT_ID,
                "sub": "subject-1",
                "iat": now,
                "exp": now + 300,
                "nonce": self.asked["nonce"],
            }
        )
        if self.sign:
            return self.sign(claims)
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "key-1"})

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
        assert challenge.rstrip("=") == self.asked["code_challenge"]
        assert (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        assert form["redirect_uri"] == self.asked["redirect_uri"]
        assert form["code"] == "the-code"
        self.codes_taken += 1
        return {"access_token": "the-access-token", "token_type": "Bearer", "id_token": self.id_token()}

    def _public_key(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {**public, "kid": "key-1", "use": "sig"}


def serve(provider: Provider) -> ThreadingHTTPServer:
    """Starts it in a thread on a port of its own; `shutdown()` ends it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            try:
                said = provider.answer(urlsplit(self.path).path, form, self.headers.get("Authorization", ""))
                status = 200
            except (AssertionError, ConnectionError, KeyError) as error:
                said, status = {"error": str(error)}, 400
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    # It looks for its end so often: each test waits for that.
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server
