"""`cnreport serve`: what it refuses before it opens a port. What it serves is tested in tests/server and tests/heavy."""

import socket

import pytest


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "0.0.0.0"], "--host 0.0.0.0 lets other machines in; give --token"),  # noqa: S104  (refused)
        (["--token", "short"], "--token: give 16 printable ASCII characters or more"),
        (["--archive", "missing.db"], "missing.db: no such file; make an archive with: cnreport batch"),
        (["--host", "192.0.2.1", "--token", "a-token-that-is-long"], "192.0.2.1:8500: cannot listen here"),
    ],
)
def test_what_cannot_be_served_is_one_line(run, tmp_path, arguments, told):
    result = run("serve", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"cnreport: {told}")
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_one_line(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"cnreport: 127.0.0.1:{port}: cannot listen here (address already in use); choose another --port")


def test_without_the_extra_one_line_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr("cnreport_extract.server.settings.find_spec", lambda name: None if name == "fastapi" else True)
    result = run("serve")
    assert result.exit_code == 1
    assert result.stderr == "cnreport: the workbench needs fastapi; install it with: pip install 'cnreport-extract[serve]'\n"
