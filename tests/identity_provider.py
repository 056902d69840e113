"""A small, real OpenID Connect provider on this machine: what an office's own sign-in looks like from here.

For tests of single sign-on without a network: discovery, the authorisation code flow with `state`, `nonce` and PKCE
(S256), RS256 signatures with a published key (JWKS), client authentication and sign-out. It checks what a strict
provider checks, so a client that leaves something out is refused, and `problems` says why. Who comes in is chosen
on its page; what the provider says about them is in `people`, and a test may change that at any time.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.browser.servers import free_port, wait_for

CLIENT, SECRET = "youth-listening", "only-for-tests"


@dataclass
class Provider:
    """One provider, its key, its people and what it has handed out."""

    issuer: str
    redirect_uri: str
    people: dict[str, dict[str, Any]] = field(default_factory=dict)  # subject -> claims
    issued_ago: float = 0  # seconds: tokens signed that long ago
    problems: list[str] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signing_key: rsa.RSAPrivateKey | None = None  # another than the published one: a forged signature
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def secrets_toml(self, cookie_secret: str) -> str:
        """What an office writes into Streamlit's secrets."""
        return (
            f'[auth]\nredirect_uri = "{self.redirect_uri}"\ncookie_secret = "{cookie_secret}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
        )

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self._discovery),
            Route("/jwks", self._jwks),
            Route("/authorize", self._authorize),
            Route("/chosen", self._chosen),
            Route("/token", self._token, methods=["POST"]),
            Route("/out", self._out),
        ]

    async def _discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/out",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def _jwks(self, _request: Request) -> Response:
        numbers = self.key.public_key().public_numbers()
        public = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one"}
        return JSONResponse({"keys": [public | {"n": _number(numbers.n), "e": _number(numbers.e)}]})

    async def _authorize(self, request: Request) -> Response:
        """The provider's own page: who are you?"""
        asked = dict(request.query_params)
        wanted = {
            "client_id": asked.get("client_id") == CLIENT,
            "redirect_uri": asked.get("redirect_uri") == self.redirect_uri,
            "response_type": asked.get("response_type") == "code",
            "scope": "openid" in asked.get("scope", "").split(),
            "state": bool(asked.get("state")),
            "nonce": bool(asked.get("nonce")),
            "code_challenge_method": asked.get("code_challenge_method") == "S256",
        }
        missing = [name for name, good in wanted.items() if not good]
        if missing:
            return self._refuse(f"authorize without a good {', '.join(missing)}")
        kept = {name: asked[name] for name in ("state", "nonce", "code_challenge")}
        rows = "".join(
            f'<li><a href="/chosen?{html.escape(urlencode(kept | {"sub": sub}))}">{html.escape(sub)}</a></li>'
            for sub in self.people
        )
        return HTMLResponse(f"<!doctype html><title>Who are you?</title><h1>Who are you?</h1><ul>{rows}</ul>")

    async def _chosen(self, request: Request) -> Response:
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(request.query_params)
        back = urlencode({"code": code, "state": request.query_params["state"]})
        return RedirectResponse(f"{self.redirect_uri}?{back}", 302)

    async def _token(self, request: Request) -> Response:
        sent = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != basic:
            return self._refuse("token without the client's secret")
        asked = self._codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("redirect_uri") != self.redirect_uri:
            return self._refuse("token for a code nobody was given, or given before")
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if _unpadded(challenge) != asked["code_challenge"]:
            return self._refuse("token without the verifier of its challenge")
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(16),
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": self._id_token(asked["sub"], asked["nonce"]),
            }
        )

    def _id_token(self, sub: str, nonce: str) -> str:
        issued = int(time.time() - self.issued_ago)
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": sub, "nonce": nonce, "iat": issued}
        claims |= {"exp": int(time.time()) + 300} | self.people[sub]
        head = _unpadded(json.dumps({"alg": "RS256", "kid": "one", "typ": "JWT"}).encode())
        signed = f"{head}.{_unpadded(json.dumps(claims).encode())}"
        key = self.signing_key or self.key
        return f"{signed}.{_unpadded(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    async def _out(self, request: Request) -> Response:
        self.signed_out.append(request.query_params.get("id_token_hint", ""))
        return RedirectResponse(request.query_params.get("post_logout_redirect_uri", "/"), 302)

    def _refuse(self, problem: str) -> Response:
        self.problems.append(problem)
        return JSONResponse({"error": "invalid_request", "error_description": problem}, 400)


@contextmanager
def identity_provider(redirect_uri: str, people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """A provider answering on this machine until the test is over."""
    port = free_port()
    provider = Provider(f"http://localhost:{port}", redirect_uri, people)
    app = Starlette(routes=provider.routes())
    running = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        wait_for(f"http://127.0.0.1:{port}/jwks", thread)
        yield provider
    finally:
        running.should_exit = True
        thread.join(20)


def _number(value: int) -> str:
    return _unpadded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
