"""Where documents go: one file a target, one protocol (`protocol.Sink`), one table (`formats.SINKS`)."""
