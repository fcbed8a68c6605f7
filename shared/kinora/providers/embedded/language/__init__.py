"""Answers written by grammar: no key, no network, the same for the same question."""

from kinora.providers.embedded.language.provider import EmbeddedLanguage

__all__ = ["EmbeddedLanguage"]
