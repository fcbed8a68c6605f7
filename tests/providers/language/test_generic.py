"""Any closed schema has an answer that fits it."""

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.providers.language.answers import ask
from tests.providers.language.answers import schema as answer_schema

FACTS = {"topic": "A short film about tea", "places": ["kitchen", "garden"], "count": 3}
NAMES = st.text("abcdefghij_", min_size=1, max_size=8)


def bounded(kind, low, high):
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(
        lambda pair: {"type": kind, "minimum": min(pair), "maximum": max(pair)}
    )


TEXTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
    lambda pair: {"type": "string", "minLength": min(pair), "maxLength": max(pair)}
)
ENUMS = st.lists(NAMES, min_size=1, max_size=5, unique=True).map(lambda names: {"enum": names})
STEPS = st.tuples(st.integers(1, 9), st.integers(0, 20)).map(
    lambda pair: {"type": "integer", "multipleOf": pair[0], "minimum": pair[1]}
)
LEAVES = st.one_of(
    TEXTS,
    ENUMS,
    STEPS,
    bounded("integer", -50, 50),
    bounded("number", -5, 5),
    st.sampled_from(
        [
            {"type": "boolean"},
            {"type": "null"},
            {"type": ["string", "null"]},
            {"const": {"a": 1}},
            {"type": "string"},
            {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        ]
    ),
)


def deeper(inner):
    arrays = st.tuples(inner, st.integers(0, 4), st.integers(0, 4)).map(
        lambda parts: {
            "type": "array",
            "items": parts[0],
            "minItems": min(parts[1:]),
            "maxItems": max(parts[1:]),
        }
    )
    objects = st.dictionaries(NAMES, inner, max_size=4).map(
        lambda properties: {
            "type": "object",
            "properties": properties,
            "required": sorted(properties),
            "additionalProperties": False,
        }
    )
    choices = st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"anyOf": parts})
    return st.one_of(arrays, objects, choices)


@given(st.recursive(LEAVES, deeper, max_leaves=12), st.integers(0, 9))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_closed_schema(schema, seed):
    answer = ask("something_new", FACTS, seed, schema=schema)
    jsonschema.Draft202012Validator(schema).validate(answer)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
        {
            "type": "array",
            "items": {"type": "string", "maxLength": 2},
            "minItems": 8,
            "uniqueItems": True,
        },
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 4, "maximum": 9},
            "minItems": 6,
            "uniqueItems": True,
        },
        {
            "$defs": {"part": {"type": "object", "properties": {"x": {"type": "integer"}}}},
            "type": "object",
            "properties": {"one": {"$ref": "#/$defs/part"}},
            "required": ["one"],
        },
        {
            "$defs": {
                "tree": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "kids": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
                    },
                    "required": ["name", "kids"],
                    "additionalProperties": False,
                }
            },
            "$ref": "#/$defs/tree",
        },
        {"allOf": [{"type": "string", "minLength": 5}, {"maxLength": 9}]},
        {"type": "array", "prefixItems": [{"const": 1}, {"type": "string"}], "minItems": 2},
        {"type": "object", "minProperties": 3},
        {"type": "string", "minLength": 400, "maxLength": 420},
        {"type": "string", "format": "date"},
        {},
    ],
    ids=lambda schema: json.dumps(schema)[:50],
)
def test_corners(schema):
    jsonschema.Draft202012Validator(schema).validate(ask("something_new", FACTS, schema=schema))


def test_it_speaks_of_the_facts():
    schema = {
        "type": "object",
        "properties": {"summary": {"type": "string", "minLength": 200, "maxLength": 400}},
        "required": ["summary"],
    }
    assert "film about tea" in ask("something_new", FACTS, schema=schema)["summary"]
    other = ask("something_new", {"topic": "boats"}, schema=schema)
    assert "boats" in other["summary"]


def test_a_known_task_with_a_changed_schema_still_fits():
    schema = {
        "type": "object",
        "properties": {"scenes": {"type": "integer", "minimum": 2, "maximum": 2}},
        "required": ["scenes"],
        "additionalProperties": False,
    }
    assert ask("cc_scene_generation_schema", {}, schema=schema) == {"scenes": 2}


def test_an_analysis_without_a_picture_is_still_an_analysis():
    task = "cc_image_analysis_schema"
    jsonschema.validate(ask(task, FACTS), answer_schema(task))
