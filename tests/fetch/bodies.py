"""What the servers of these tests send, and what a download of it leaves in its folder."""

from __future__ import annotations

import hashlib

BODY = b"state,year,value\n" + b"".join(b"PAK,%d,%d\n" % (1947 + i % 80, i) for i in range(400))
SHA = hashlib.sha256(BODY).hexdigest()
IN_PLACE = ["data.csv", "data.csv.snapshot.json"]
PAGE = b"<!DOCTYPE html>\n<html><head><title>Just a moment &amp; so</title></head><body>...</body></html>"
