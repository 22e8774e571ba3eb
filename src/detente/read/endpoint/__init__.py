"""Reading by a chat endpoint instead of the embedded model: what is asked, and what of the reply may stand.

Pure: requests and replies are values; `study` sends them. A model's words are never believed by themselves: a record
stands only on words of the document, and everything in it comes from the document or from this project's tables.
"""

from detente.read.endpoint.asking import Asking
from detente.read.endpoint.prompt import OPTIONAL_FIELDS
from detente.read.endpoint.tally import Tally

__all__ = ["OPTIONAL_FIELDS", "Asking", "Tally"]
