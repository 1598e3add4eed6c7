"""What the workbench is told when it starts, checked before it opens a port."""

import ipaddress
import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cnreport_extract.errors import InputError

MAX_BYTES = 2_000_000
PER_MINUTE = 60
LEAST_TOKEN = 16
_NEEDED = ("fastapi", "uvicorn", "python_multipart", "limits", "jinja2", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the workbench runs.

    Attributes:
        archive: A SQLite file or an address as SQLAlchemy writes it, None without archive.
        reviews: The file that keeps what people said about facts; made when somebody says something.
        token: Who gives it may use the workbench; None: everybody on this machine.
        max_bytes: What is longer is refused.
        per_minute: How many requests that make work one address may send a minute.
        lang: Language of the labels when a page opens.
    """

    reviews: Path
    archive: str | None = None
    token: str | None = None
    max_bytes: int = MAX_BYTES
    per_minute: int = PER_MINUTE
    lang: str = "zh"


def require() -> None:
    """Say what is missing before any work is done.

    Raises:
        InputError: The extra `serve` is not installed.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(f"the workbench needs {', '.join(missing)}; install it with: pip install 'cnreport-extract[serve]'")


def checked_token(host: str, token: str | None) -> str | None:
    """The token that a host asks for: none on this machine, a long one elsewhere.

    Raises:
        InputError: The host can be reached from other machines and there is no token, or a short one.

    Example:
        >>> checked_token("127.0.0.1", None) is None
        True
        >>> checked_token("0.0.0.0", None)
        Traceback (most recent call last):
        cnreport_extract.errors.InputError: --host 0.0.0.0 lets other machines in; give --token with 16 characters or more, ...
    """
    if token is not None and (len(token) < LEAST_TOKEN or not token.isascii() or not token.isprintable() or " " in token):
        raise InputError(f"--token: give {LEAST_TOKEN} printable ASCII characters or more, such as {secrets.token_urlsafe(24)}")
    if token is None and not is_local(host):
        told = f"give --token with {LEAST_TOKEN} characters or more, such as {secrets.token_urlsafe(24)}"
        raise InputError(f"--host {host} lets other machines in; {told}")
    return token


def is_local(host: str) -> bool:
    """Whether only this machine reaches a host.

    Example:
        >>> is_local("localhost"), is_local("127.0.0.1"), is_local("::1"), is_local("0.0.0.0"), is_local("10.1.2.3")
        (True, True, True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
