"""Who may ask, how often, and how much: one middleware in front of every route.

A page of another site must not use the workbench through the browser of somebody who has it open. So a request must name this
machine as its host (a foreign name that leads here is refused), what changes something must come from a page of ours, and
where there is a token, it is asked for. A body is counted while it comes in: what is too long is never held in memory.
"""

import hmac
from collections.abc import Iterable, Mapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cnreport_extract.server.settings import Settings, is_local

COOKIE = "cnreport_token"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooLong(Exception):  # noqa: N818  (caught here, never seen elsewhere)
    """A body has more bytes than allowed."""


class Body:
    """A body that is counted while it comes in."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    @property
    def too_long(self) -> bool:
        """Whether more came than allowed."""
        return self._left < 0

    async def receive(self) -> Message:
        """The next part of it."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.too_long:
            raise TooLong
        return message


class Guard:
    """Refuses what must not pass; adds the headers that a browser needs to be careful."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._limit = RateLimitItemPerMinute(settings.per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope["headers"])
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, _careful(send))
            return
        body = Body(receive, self._settings.max_bytes)
        careful = _careful(send)

        async def answered(message: Message) -> None:
            if not body.too_long:  # what the application makes of half a body is not its answer
                await careful(message)

        with suppress(TooLong):
            await self._app(scope, body.receive, answered)
        if body.too_long:
            await self._too_long()(scope, receive, careful)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        token = self._settings.token
        if token is None and not is_local(_host(headers.get("host", ""))):
            return _no(421, "this workbench answers to localhost only; open it as http://localhost or http://127.0.0.1")
        if token is not None and not _same(token, _told(headers)):
            return self._welcome(scope, token) or _no(401, "give the token: Authorization: Bearer …, or open /?token=… once in a browser")
        if scope["method"] in _SAFE:
            return None
        if not _of_ours(headers):
            return _no(403, "this request comes from a page of another site")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._settings.max_bytes:
            return self._too_long()
        caller = (scope.get("client") or ("",))[0]
        if not self._limiter.hit(self._limit, caller):
            return _no(429, f"more than {self._settings.per_minute} requests a minute; wait and try again", {"retry-after": "60"})
        return None

    def _welcome(self, scope: Scope, token: str) -> Response | None:
        """Take a token from the address of a page into a cookie, and out of the address."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        if scope["method"] != "GET" or not _same(token, given[0]):
            return None
        answer = RedirectResponse(scope["path"], status_code=303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer

    def _too_long(self) -> Response:
        return _no(413, f"more than {self._settings.max_bytes:,} bytes; send one text at a time, or start the workbench with --max-bytes")


def _careful(send: Send) -> Send:
    async def careful(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", []), *own]}
        await send(message)

    return careful


def _no(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"detail": message}, status, headers)


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}


def _host(header: str) -> str:
    """The name in a Host header, without its port.

    Example:
        >>> _host("localhost:8000"), _host("[::1]:8000"), _host("evil.example")
        ('localhost', '::1', 'evil.example')
    """
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _told(headers: Mapping[str, str]) -> str:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    cookie: SimpleCookie = SimpleCookie()
    try:
        cookie.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""


def _same(token: str, told: str) -> bool:
    return hmac.compare_digest(token.encode(), told.encode())


def _of_ours(headers: Mapping[str, str]) -> bool:
    """Whether a request that changes something comes from our page, or from a program (which sends neither header)."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")
