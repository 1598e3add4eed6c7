"""CHANGELOG.md keeps to Keep a Changelog, and knows the version that the package has."""

import re
from pathlib import Path

import cnreport_extract

TEXT = (Path(__file__).resolve().parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASES = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_unreleased_comes_first_and_releases_are_dated():
    assert RELEASES[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", release) for release in RELEASES[1:])


def test_version_of_the_package_is_newer_than_the_last_release_or_is_it():
    released = [tuple(map(int, re.findall(r"\d+", release)[:3])) for release in RELEASES[1:]]
    assert released == sorted(released, reverse=True)
    assert all(tuple(map(int, re.findall(r"\d+", cnreport_extract.__version__)[:3])) >= release for release in released)


def test_headings_are_the_agreed_ones():
    assert set(re.findall(r"^### (.*)$", TEXT, re.MULTILINE)) <= KINDS
