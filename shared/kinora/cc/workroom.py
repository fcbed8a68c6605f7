"""What workflows work with: the ports, handed in by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kinora.cc.definition.workflow import Workflow
from kinora.control.executions import Executions
from kinora.model.errors import InvalidWorkflow
from kinora.providers.ports import LanguageProvider, MediaProvider
from kinora.stores.objects import ObjectStore

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Workroom:
    """The ports of one process. What is a function is made when first asked for."""

    objects: ObjectStore
    executions: Executions
    workflow: Callable[[str], Workflow]
    """A workflow by its id. Raises NotFound."""
    machines: Mapping[str, str]
    """The state machine of each workflow that people can start, by the workflow's id."""
    language: Mapping[str, Callable[[], LanguageProvider]]
    media: Mapping[str, Callable[[], MediaProvider]]
    now: Callable[[], datetime]
    chance: Callable[[], str]
    """A few hexadecimal digits that part what is made in the same second."""
    ffmpeg: Callable[[], str]
    scratch: Callable[[], AbstractContextManager[Path]]
    """A new empty folder on the local disk, gone with all it holds when the context ends."""

    def speaker(self, name: str) -> LanguageProvider:
        """A language provider by its name.

        Raises:
            InvalidWorkflow: there is none of that name.
        """
        return _named(self.language, name)()

    def maker(self, name: str) -> MediaProvider:
        """A provider of media by its name.

        Raises:
            InvalidWorkflow: there is none of that name.
        """
        return _named(self.media, name)()


def _named(providers: Mapping[str, Kind], name: str) -> Kind:
    if name not in providers:
        raise InvalidWorkflow("provider", f"{name[:60]!r} is not known", ", ".join(providers))
    return providers[name]
