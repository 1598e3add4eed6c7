"""The local workbench (the extra `serve`): read a release, browse an archive, judge facts, ask over HTTP."""
