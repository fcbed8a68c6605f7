from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinora.local.asl.paths import (
    PathError,
    PathMissingError,
    parse_path,
    parse_reference,
    put,
)

names = st.text(min_size=1, max_size=6)
leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


def quoted(name: str) -> str:
    return "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$", {"a": [{"b": 1}, {"b": 2}, {}], "é-x": 0, "it's": 3}),
        ("$.a[1].b", 2),
        ("$.a[-3]['b']", 1),
        ('$["a"][0]', {"b": 1}),
        ("$.a[*].b", [1, 2]),
        ("$[*][0].b", [1]),
        ("$.é-x", 0),
        (r"$['it\'s']", 3),
    ],
)
def test_reads(text, value):
    document = {"a": [{"b": 1}, {"b": 2}, {}], "é-x": 0, "it's": 3}
    assert parse_path(text).read(document) == value


@pytest.mark.parametrize("text", ["$.b", "$.a[3]", "$.a.b", "$.a[0].c", "$.s[0]", "$.b[*]"])
def test_misses(text):
    with pytest.raises(PathMissingError, match=r"\$"):
        parse_path(text).read({"a": [{"b": 1}], "s": "text"})


@pytest.mark.parametrize(
    "text",
    ["", "a", "$.", "$..a", "$.a[", "$.a[?(@.b)]", "$.a[1:2]", "$.a[*]x", "$a", "$.a b", "$.*"],
)
def test_refuses_what_is_outside_the_subset(text):
    with pytest.raises(PathError):
        parse_path(text)


@pytest.mark.parametrize("text", ["$$.a", "$.a[*]", "$.a[-1]"])
def test_a_reference_names_one_place(text):
    with pytest.raises(PathError):
        parse_reference(text)


def test_put_makes_objects_and_leaves_the_document_alone():
    document = {"a": {"b": 1}, "l": [1, 2]}
    assert put(document, parse_reference("$.a.c.d"), 5) == {
        "a": {"b": 1, "c": {"d": 5}},
        "l": [1, 2],
    }
    assert put(document, parse_reference("$.l[1]"), 5)["l"] == [1, 5]
    assert document == {"a": {"b": 1}, "l": [1, 2]}


@pytest.mark.parametrize("text", ["$.s.x", "$.l.x", "$.l[2]", "$.a[0]"])
def test_put_does_not_break_what_is_there(text):
    with pytest.raises(PathMissingError):
        put({"s": "text", "l": [1, 2], "a": {}}, parse_reference(text), 1)


@given(trees, st.lists(names, min_size=1, max_size=4), trees)
def test_what_was_put_is_read_again(document, way, value):
    path = parse_reference("$" + "".join(map(quoted, way)))
    assert path.steps == tuple(way)
    try:
        changed = put(document, path, value)
    except PathMissingError:
        return
    assert path.read(changed) == value


@given(st.dictionaries(names, leaves, min_size=1), names, leaves)
def test_put_changes_nothing_beside(document, name, value):
    changed = put(document, parse_reference("$" + quoted(name)), value)
    assert {**document, name: value} == changed


@given(trees)
def test_every_leaf_has_a_path(document):
    def check(value, text):
        assert parse_path(text).read(document) == value
        if isinstance(value, dict):
            for key, inner in value.items():
                check(inner, text + quoted(key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                check(inner, f"{text}[{index}]")

    check(document, "$")
