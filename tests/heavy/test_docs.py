"""The examples of the docs that need a cluster: started on this machine, with the rows that the page shows."""

import pytest

import doc_commands

PAGES = [
    page
    for page in doc_commands.pages()
    if not page.name.endswith(".zh.md") and any(doc_commands.CLUSTERS.search(example.source) for example in doc_commands.examples(page))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_on_clusters_print_what_the_page_shows(page, tmp_path, monkeypatch):
    monkeypatch.setenv(doc_commands.HEAVY, "1")
    folder = doc_commands.sandbox(tmp_path)
    for example in doc_commands.examples(page):
        if not example.reason_not_run and doc_commands.CLUSTERS.search(example.source):
            done = doc_commands.run(example, folder)
            assert done.returncode == 0, f"{example.label}: {example.source}\n{done.stdout}"
            expected = example.output.splitlines()
            assert done.stdout.splitlines()[: len(expected)] == expected, "behind it may stand what a cluster says on standard error"


def test_there_are_such_pages():
    assert PAGES
