"""From a finding to a chart specification (a plain Vega-Lite dict); one chart, one file."""
