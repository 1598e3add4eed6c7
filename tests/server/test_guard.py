"""Who may ask, how often, and how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract import InputError
from cnreport_extract.server.guard import _host, _of_ours
from cnreport_extract.server.settings import checked_token

BODY = {"text": "去年受理案件90件。", "published": "2025-04-02"}
TOKEN = "a-token-that-is-long-enough"  # noqa: S105  (opens nothing)


def test_only_this_machine_is_answered(client):
    assert client().post("/extract", json=BODY).status_code == 200
    assert client("http://127.0.0.1").get("/").status_code == 200
    assert client("http://[::1]:8500").get("/").status_code == 200
    for foreign in ("http://evil.example", "http://localhost.evil.example", "http://10.1.2.3:8500"):
        answer = client(foreign).get("/")
        assert answer.status_code == 421
        assert "localhost" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_another_site_changes_nothing(client, headers, tmp_path):
    for address in ("/extract", "/reviews", "/view"):
        assert client().post(address, json=BODY, headers=headers).status_code == 403
    assert not (tmp_path / "reviews.db").exists()


def test_a_page_of_ours_and_a_program_may(client):
    own = {"origin": "http://localhost:8500", "sec-fetch-site": "same-origin"}
    assert client().post("/extract", json=BODY, headers=own).status_code == 200
    assert client().post("/extract", json=BODY).status_code == 200


def test_with_a_token_nobody_passes_without_it(client):
    told = client("http://workbench.example", token=TOKEN)
    for address in ("/", "/archive", "/reviewed", "/openapi.json", "/reviews/gold.zip", "/?token=wrong"):
        assert told.get(address).status_code == 401
    assert told.post("/extract", json=BODY, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert told.post("/extract", json=BODY, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_browser_gives_the_token_once(client):
    told = client("http://workbench.example", token=TOKEN)
    welcome = told.get(f"/?token={TOKEN}")
    assert (welcome.status_code, welcome.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict"} <= set(welcome.headers["set-cookie"].split("; "))
    assert told.get("/").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "workbench.example"])  # noqa: S104  (nothing listens)
def test_other_machines_are_let_in_only_with_a_long_token(host):
    with pytest.raises(InputError, match=f"--host {host} lets other machines in; give --token"):
        checked_token(host, None)
    with pytest.raises(InputError, match="16 printable ASCII characters or more"):
        checked_token(host, "short")
    assert checked_token(host, TOKEN) == TOKEN


def test_a_long_body_is_refused_whether_it_says_how_long_it_is_or_not(client):
    small = client(max_bytes=1000)
    long = {"text": "字" * 2000}
    for answer in (
        small.post("/extract", json=long),
        small.post("/extract", content=(b"x" * 300 for _ in range(10)), headers={"content-type": "application/json"}),
        small.post("/view", files={"file": ("a.txt", b"x" * 3000)}),
    ):
        assert answer.status_code == 413
        assert "1,000 bytes" in answer.json()["detail"]
    assert small.post("/extract", json=BODY).status_code == 200


def test_too_many_requests_are_told_to_wait(client):
    told = client(per_minute=3)
    codes = [told.post("/extract", json=BODY).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    refused = told.post("/extract", json=BODY)
    assert refused.headers["retry-after"] == "60"
    assert told.get("/").status_code == 200


def test_every_answer_tells_browsers_to_be_careful(client):
    told = client()
    for answer in (told.get("/"), told.post("/extract", json=BODY), told.get("/missing"), client("http://evil.example").get("/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"


@given(st.text(st.characters(codec="latin-1")))
def test_a_header_that_names_another_host_is_never_taken_for_this_machine(name):
    assert _host(f"{name}.example") not in {"localhost", "127.0.0.1", "::1"}
    assert not _of_ours({"origin": f"http://{name}.example", "host": "localhost:8500"})
