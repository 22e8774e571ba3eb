"""Downloads from the official addresses: the only code of the package that opens a socket."""
