"""The one place that joins files, ledger and logic: cases, ingest, measuring, tracing, the whole study."""
