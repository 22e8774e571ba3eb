"""The document of scenarios as text for eyes."""

from detente.cli.scenarios_text.whole import watch, whole

__all__ = ["watch", "whole"]
