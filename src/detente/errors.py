"""What can go wrong, said so that a person can act on it: what, where, what to do."""

from __future__ import annotations


class DetenteError(Exception):
    """Wrong use or bad input. Its text is the one line the user sees; the exit code is 2.

    Parameters: `what` went wrong, `where` (file, row, field), and `todo`, the way out.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        line = (f"{where}: " if where else "") + what.rstrip(".") + "."
        super().__init__(" ".join((line + (f" {todo.rstrip('.')}." if todo else "")).split()))


class UsageError(DetenteError):
    """The command or call asks for something that does not exist or does not fit together."""


class UnknownActorError(DetenteError):
    """A name or code that the world table does not hold, or not on that date."""


class SourceError(DetenteError):
    """A data file that is not what its publisher's format says: column, label, code, encoding."""


class DocumentError(DetenteError):
    """A document that cannot be read as text."""


class LedgerError(DetenteError):
    """A ledger that is missing, locked, or damaged."""


class CaseError(DetenteError):
    """A case folder whose files do not hold together."""


class FetchError(DetenteError):
    """A download that did not come, or not as its publisher gives it."""
