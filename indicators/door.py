"""Who may come in, and what is said on every answer: the addresses it listens on, the names it answers to, headers.

Until people sign in, whoever reaches the port can publish, comment and sign under any name. So the dashboard listens on
this computer alone, unless a proxy before it signs people in, and no page of another site can reach it through a
visitor's browser: not by a foreign name for this computer, not by a websocket, not in a frame.
"""

import os
import re
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.datastructures import Headers as Read
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators import errors
from indicators.errors import UserError

#: Where the dashboard listens where nobody says otherwise.
LOOPBACK = "127.0.0.1"
#: What this computer is called by itself.
OURS = (LOOPBACK, "localhost", "[::1]")
#: The settings.
HOSTS, BEHIND, METRICS = "INDICATORS_HOSTS", "INDICATORS_BEHIND", "INDICATORS_METRICS"

#: The one script in Streamlit's page, by its hash; a test holds it against the page. It says that the page is not ready
#: for search engines yet.
SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="

#: What a page may load, and from where: nothing from another host. Tried in Chromium on every page with Streamlit 1.67
#: and Plotly 7.1.
POLICY: Mapping[str, str] = {
    "default-src": "'self'",
    "script-src": f"'self' '{SCRIPT}'",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit and Plotly write their styles as they draw
    "img-src": "'self' data: blob:",  # small lines in tables, and charts that are saved
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: Said on every answer beside the policy.
HEADERS: Mapping[str, str] = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

#: How Streamlit's websocket and its measurements are called, below whatever path the dashboard is served.
STREAM, MEASURED = "/_stcore/stream", "/_stcore/metrics"

#: So many characters of a name that is asked for are told.
_LONGEST = 80
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_PROXY = re.compile(rf"(https://({_NAME.pattern})(?::([0-9]{{1,5}}))?)/?")
_OPEN = (
    "The dashboard would listen on {}, where other computers reach it. Until people sign in, whoever reaches it can "
    f"publish, comment and sign under any name. Let it listen on {LOOPBACK} (that is so without a setting; look at "
    "--address, --server.address, STREAMLIT_SERVER_ADDRESS and .streamlit/config.toml), or, where a proxy before it "
    f"signs people in, name that proxy in the setting {BEHIND}, such as {BEHIND}=https://indicators.example.gov.uk"
)


class NotOpened(UserError):
    """The dashboard does not start with this address or setting."""


# Settings


def behind() -> str:
    """The address of the proxy that signs people in, such as "https://indicators.example.gov.uk"; empty without one.

    NotOpened where the setting is no such address.
    """
    said = os.environ.get(BEHIND, "").strip()
    found = _PROXY.fullmatch(said.lower())
    if said and not (found and _is_a_proxy(found[2], found[3])):
        example = "https://indicators.example.gov.uk"
        raise NotOpened(
            f"The setting {BEHIND} is '{said}': it must be the address at which people reach the proxy, such as "
            f"{example}, and not this computer's own."
        )
    return found[1] if found else ""


def _is_a_proxy(name: str, port: str | None) -> bool:
    """Whether people can reach a proxy there: under a name that is not this computer's for itself, nor for any."""
    plain = name.strip("[]")
    try:
        own = _is_ours(ip_address(plain)) or ip_address(plain).is_unspecified
    except ValueError:
        own = plain == "localhost" or plain.endswith(".localhost") or ".." in plain
    return not own and (port is None or 0 < int(port) < 2**16)


def hosts() -> list[str]:
    """The names that the dashboard answers to: those of this computer, the proxy's, and those of the setting.

    NotOpened where one in the setting is no name of a host.
    """
    said = [name.lower() for name in re.split(r"[,\s]+", os.environ.get(HOSTS, "")) if name]
    odd = next((name for name in said if not _NAME.fullmatch(name)), None)
    if odd is not None:
        raise NotOpened(f"The setting {HOSTS} has '{odd}': it must hold names such as indicators.example.gov.uk")
    proxy = _PROXY.fullmatch(behind())
    return list(dict.fromkeys([*OURS, *([proxy[2]] if proxy else []), *said]))


# Where it listens


def listening(address: str | None) -> None:
    """NotOpened where a server must not listen on an address: one that others reach, and no proxy signs them in."""
    if not behind() and not (address and is_loopback(address)):
        raise NotOpened(_OPEN.format(address or "all addresses"))


def shown(address: str, port: int) -> str:
    """Where people find the dashboard: the proxy's address, where there is one before it."""
    place = f"[{address}]" if ":" in address else address
    return behind() or f"http://{place}:{port}"


def is_loopback(address: str) -> bool:
    """Whether only this computer reaches an address, or all that a name stands for."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(address, None)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(_is_ours(ip_address(each.partition("%")[0])) for each in found)


def _is_ours(address: IPv4Address | IPv6Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


# Each request


def middleware() -> list[Middleware]:
    """What every request passes, the first first."""
    trusted = hosts()
    return [
        Middleware(Headers, trusted=trusted),
        Middleware(Names, trusted=trusted),
        Middleware(Gate, proxied=bool(behind()), measured=os.environ.get(METRICS) == "1"),
    ]


class Headers:
    """Says on every answer, of a page, a file, a refusal or a fault, what a browser may do with it."""

    def __init__(self, app: ASGIApp, trusted: list[str]) -> None:
        self.app, self.trusted = app, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request, and the answer with these headers."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        said = headers(Read(scope=scope).get("host", ""), self.trusted)
        opened = False

        async def answer(message: Message) -> None:
            nonlocal opened
            opened = opened or message["type"] in ("websocket.accept", "websocket.http.response.start")
            if (
                message["type"] == "websocket.close"
                and not opened
                and "websocket.http.response" in scope.get("extensions", ())
            ):
                await PlainTextResponse("There is nothing here.", 403)(scope, receive, answer)  # a refusal has headers
                return
            if message["type"] in ("http.response.start", "websocket.http.response.start", "websocket.accept"):
                message.setdefault("headers", [])
                MutableHeaders(scope=message).update(said)
            await send(message)

        await self.app(scope, receive, answer)


def headers(host: str, trusted: list[str]) -> dict[str, str]:
    """The headers of an answer to whoever asked for this host: it may open websockets there, as older browsers do not
    count them as its own."""
    name = host.lower().rpartition(":")[0] if re.search(r":\d+$", host) else host.lower()
    policy = dict(POLICY)
    if name in trusted:
        policy["connect-src"] += f" ws://{host.lower()} wss://{host.lower()}"
    said = "; ".join(f"{what} {where}" for what, where in policy.items())
    return {"Content-Security-Policy": said, **HEADERS}


class Names:
    """Lets in who asks for a name that is trusted, and tells who asks for another one what helps."""

    def __init__(self, app: ASGIApp, trusted: list[str]) -> None:
        self.app, self.trusted = app, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request, or say which names there are."""
        entered = scope["type"] not in ("http", "websocket")

        async def enter(scope: Scope, receive: Receive, _: Send) -> None:
            nonlocal entered
            entered = True
            await self.app(scope, receive, send)

        async def unsaid(message: Message) -> None:
            """Starlette's own words, which help nobody."""

        await TrustedHostMiddleware(enter, allowed_hosts=self.trusted, www_redirect=False)(scope, receive, unsaid)
        if not entered:
            said = unnamed(Read(scope=scope).get("host", ""))
            await PlainTextResponse(said, 400)(scope, receive, send)


def unnamed(host: str) -> str:
    """What is said to whoever asks for a name that is not trusted."""
    name = host.encode("ascii", "backslashreplace").decode()
    name = f"{name[:_LONGEST]}..." if len(name) > _LONGEST else name
    asked = f"to the name '{name}'" if name else "to a request that asks for no name"
    return (
        f"The dashboard does not answer {asked}. On the computer where it runs it is at {LOOPBACK} and localhost; "
        f"whoever runs it adds other names to the setting {HOSTS}."
    )


class Gate:
    """Refuses websockets that a page of another site has opened, whoever comes from another computer unless by the
    proxy, and the measurements unless they are asked for."""

    def __init__(self, app: ASGIApp, proxied: bool, measured: bool) -> None:
        self.app, self.proxied, self.measured = app, proxied, measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request, or say why not."""
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal:
            status, why = refusal
            await PlainTextResponse(why, status)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        said, path = Read(scope=scope), scope["path"].rstrip("/")
        if not self.proxied and _is_open(scope):
            return 403, f"Other computers are let in by a proxy alone that signs people in: the setting {BEHIND}."
        if scope["type"] == "websocket" and not path.endswith(STREAM):
            return 404, "There is nothing here."
        origin, writes = said.get("origin"), scope.get("method") in ("POST", "PUT", "PATCH", "DELETE")
        asks = scope["type"] == "websocket" or (writes and origin is not None)
        if asks and not is_from(origin or "", said.get("host", "")):
            return 403, "This may be asked by the dashboard's own pages alone."
        if path.endswith(MEASURED) and not self.measured:
            return 404, f"The measurements are given out where the setting {METRICS} is 1."
        return None


def is_from(origin: str, host: str) -> bool:
    """Whether a page of this origin was served by the host that it asks, which is trusted by now: by that very name
    and port, or by another name that this computer has for itself."""
    scheme, _, place = origin.lower().partition("://")
    if scheme not in ("http", "https"):
        return False
    if place == host.lower():
        return True
    names, ports = zip(*(each.rpartition(":")[::2] for each in (place, host.lower())), strict=True)
    return ports[0] == ports[1] and all(name in OURS for name in names)


def _is_open(scope: Scope) -> bool:
    """Whether a request came in where other computers reach the server; of a socket that is a file they do not."""
    address, port = scope.get("server") or ("", None)
    try:
        return port is not None and not _is_ours(ip_address(address.partition("%")[0]))
    except ValueError:
        return True


async def failed(request: Request, error: Exception) -> PlainTextResponse:
    """The answer where the server itself has failed: a reference, and nothing of what is inside."""
    said = errors.WENT_WRONG.format(errors.logged(error))
    return PlainTextResponse(said, 500, headers(request.headers.get("host", ""), hosts()))
