"""One file per command: parse, call the study, print."""
