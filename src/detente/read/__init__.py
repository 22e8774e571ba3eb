"""Text to readings: `document_from_bytes`, `read_document`, `statements_of`."""

from detente.read.document import Document, document_from_bytes
from detente.read.reader import read_document
from detente.read.statements import statements_of

__all__ = ["Document", "document_from_bytes", "read_document", "statements_of"]
