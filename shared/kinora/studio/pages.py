"""The plain pages of the studio: the way to the API, and its documentation for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import escape
from typing import Any

Page = tuple[str, bytes]
"""Content type and bytes."""
Pages = Mapping[str, Callable[[], Page]]
"""Pages by their path; each is made when it is first asked for."""

_HTML = "text/html; charset=utf-8"
_METHODS = ("get", "post", "put", "patch", "delete", "head")
_STYLE = b"""
:root { color-scheme: light dark; --ink: #1b1b20; --ground: #fbfaf7; --soft: #6a6a75;
  --line: #dddad2; --accent: #a4512b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e4de; --ground: #16161a; --soft: #9a98a2;
  --line: #33323a; --accent: #e5a26f; } }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  max-width: 60rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-weight: 650; letter-spacing: -0.02em; margin-bottom: 0.25rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; border-bottom: 1px solid var(--line); }
a { color: var(--accent); }
p.lead { color: var(--soft); margin-top: 0; }
details { border-bottom: 1px solid var(--line); padding: 0.4rem 0; }
summary { cursor: pointer; display: flex; gap: 0.8rem; align-items: baseline; }
summary code { font-size: 0.95rem; overflow-wrap: anywhere; }
.method { font: 600 0.75rem/1 ui-monospace, monospace; min-width: 3.6rem; color: var(--accent); }
.says { color: var(--soft); margin-left: auto; text-align: right; }
table { border-collapse: collapse; margin: 0.6rem 0 0.8rem; width: 100%; font-size: 0.9rem; }
td, th { text-align: left; vertical-align: top; padding: 0.25rem 0.8rem 0.25rem 0; }
th { color: var(--soft); font-weight: 500; }
pre, code { font-family: ui-monospace, monospace; }
"""


def pages(document: Callable[[], dict[str, Any]]) -> Pages:
    """All pages.

    Args:
        document: makes the API's OpenAPI document, which takes a while.
    """

    @cache
    def documentation() -> Page:
        body = "".join(_documentation(document()))
        return _HTML, _page("Kinora: the API", body).encode()

    return {
        "/": lambda: (_HTML, _page("Kinora", _FRONT).encode()),
        "/docs": documentation,
        "/style.css": lambda: ("text/css; charset=utf-8", _STYLE),
    }


_FRONT = """
<h1>Kinora</h1>
<p class="lead">A self-growing video studio is at work here.</p>
<p>The <a href="/docs">API's documentation</a> lists everything that can be asked of it;
<a href="/api/openapi.json">openapi.json</a> says the same to programs.
<a href="/api/health">/api/health</a> tells whether it is well.</p>
"""


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/style.css"></head><body>{body}</body></html>'
    )


def _documentation(document: dict[str, Any]) -> Iterator[str]:
    yield '<p><a href="/">Kinora</a></p><h1>The API</h1>'
    yield '<p class="lead">JSON always. Errors are <code>{"error", "details"}</code>.</p>'
    by_tag: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                operation = operations[method]
                tag = (operation.get("tags") or ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(method, path, operation))
    for tag, operations in by_tag.items():
        yield f"<h2>{escape(tag)}</h2>"
        yield from operations


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    rows = [*_parameters(operation), *_body(operation), *_answers(operation)]
    return (
        f'<details><summary><span class="method">{method.upper()}</span><code>{escape(path)}</code>'
        f'<span class="says">{escape(operation.get("summary") or "")}</span></summary>'
        f"<table>{''.join(rows)}</table></details>"
    )


def _parameters(operation: dict[str, Any]) -> Iterator[str]:
    for given in operation.get("parameters", ()):
        needed = " (needed)" if given.get("required") else ""
        says = given.get("description") or ""
        yield _row(f"{given['name']}{needed}", f"{_kind(given['schema'])} {says}".strip())


def _body(operation: dict[str, Any]) -> Iterator[str]:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield _row("body", f"{kind}: {_kind(content.get('schema', {}))}")


def _answers(operation: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation.get("responses", {}).items():
        yield _row(str(status), answer.get("description") or "")


def _row(name: str, says: str) -> str:
    return f"<tr><th>{escape(name)}</th><td>{escape(says)}</td></tr>"


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    bounds = [
        f"{word} {schema[field]}"
        for field, word in (("minimum", "from"), ("maximum", "to"), ("maxLength", "at most"))
        if field in schema
    ]
    return " ".join([str(schema.get("type", "any")), *bounds])
