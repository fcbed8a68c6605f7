from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinora.local.asl.errors import StateError
from kinora.local.asl.expressions import ExpressionError, Scope, evaluate, parse_expression
from kinora.local.asl.templates import Template, TemplateError


def scope(document, context=None, seed=1) -> Scope:
    return Scope(document, lambda: context, Random(seed))


def value(text, document=None, context=None):
    return evaluate(parse_expression(text), scope(document, context), "v.$")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("States.Format('Hello {}', $.name)", "Hello Ann"),
        ("States.Format('{}{}', 1, true)", "1true"),
        (r"States.Format('it\'s {} \{\} \\')", None),
        (r"States.Format('\{{}\} \\ it\'s', $.n)", r"{5} \ it's"),
        ("States.Format($.template, $.n)", "<5>"),
        ("States.Array( 1 ,'a, b)', States.Array( ) , null,-2.5e1)", [1, "a, b)", [], None, -25.0]),
        ("States.ArrayPartition($.l, 2)", [[1, 2], [3]]),
        ("States.ArrayContains($.l, true)", False),
        ("States.ArrayContains($.l, 1.0)", True),
        ("States.ArrayUnique($.u)", [1, True, "1", {"a": 1}]),
        ("States.ArrayRange(9, 1, -4)", [9, 5, 1]),
        ("States.ArrayRange(1, 2, 5)", [1]),
        ("States.ArrayGetItem($.l, 2)", 3),
        ("States.ArrayLength($['l'])", 3),
        ("States.Base64Decode(States.Base64Encode('hé'))", "hé"),
        ("States.Hash('a', 'SHA-1')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"),
        ("States.Hash($.o, 'MD5')", "bb6cb5c68df4652941caf652a366f2d8"),
        ("States.JsonMerge($.o, States.StringToJson('{\"b\": 2}'), false)", {"a": 1, "b": 2}),
        ("States.JsonToString($.o)", '{"a":1}'),
        ("States.StringSplit('a.b+c++d', '.+')", ["a", "b", "c", "d"]),
        ("States.StringSplit('a^b]c', ']^')", ["a", "b", "c"]),
        ("States.MathAdd(2.5, -1.5)", 2),
        ("States.MathAdd($.n, 1)", 6),
        ("States.MathRandom(3, 4)", 3),
        ("States.Array($$.Execution.Name)", ["run"]),
        ("States.Array($['a, b'], $.l[0])", ["comma", 1]),
    ],
)
def test_functions(text, expected):
    document = {
        "name": "Ann",
        "n": 5,
        "l": [1, 2, 3],
        "u": [1, True, 1.0, "1", {"a": 1}, {"a": 1}],
        "o": {"a": 1},
        "template": "<{}>",
        "a, b": "comma",
    }
    if expected is None:
        with pytest.raises(StateError) as caught:
            value(text, document)
        assert caught.value.error == "States.IntrinsicFailure"
        return
    found = value(text, document, {"Execution": {"Name": "run"}})
    assert found == expected
    assert json.dumps(found) == json.dumps(expected)


@pytest.mark.parametrize(
    "text",
    [
        "States.Format('{}')",
        "States.Format('x', 1)",
        "States.Format(5)",
        "States.ArrayPartition($, 0)",
        "States.ArrayGetItem($, -1)",
        "States.ArrayGetItem($, true)",
        "States.ArrayRange(1, 5, 0)",
        "States.ArrayRange(1, 5000, 1)",
        "States.ArrayLength('abc')",
        "States.Base64Decode('***')",
        "States.Base64Decode('/w==')",
        "States.Base64Encode(5)",
        "States.Hash('a', 'CRC32')",
        "States.JsonMerge($, $, false)",
        "States.JsonMerge(States.StringToJson('{}'), States.StringToJson('{}'), true)",
        "States.StringToJson('NaN')",
        "States.StringToJson('[')",
        "States.MathAdd(2147483647, 1)",
        "States.MathAdd('1', 1)",
        "States.MathRandom(4, 4)",
        "States.MathRandom(1, 4, 'x')",
    ],
)
def test_misuse_is_an_intrinsic_failure(text):
    with pytest.raises(StateError) as caught:
        value(text, [1, 2])
    assert caught.value.error == "States.IntrinsicFailure"
    assert caught.value.cause


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "States.Nope()",
        "States.UUID(1)",
        "States.Array(",
        "States.Array(1",
        "States.Array(1 2)",
        "States.Array(1,)",
        "States.Array('open)",
        "States.Array(01)",
        "States.Array($.a[?(@.b)])",
        "States.Array(nothing)",
        "States.Array() more",
        "States.Array" * 12,
        "States.Array(" * 12 + ")" * 12,
        "$..a",
    ],
)
def test_malformed_text_is_refused_when_read(text):
    with pytest.raises(ExpressionError):
        parse_expression(text)


def test_a_missing_path_is_a_runtime_error_that_names_path_and_field():
    with pytest.raises(StateError) as caught:
        value("$.nowhere", {"a": 1})
    assert caught.value.error == "States.Runtime"
    assert "$.nowhere" in caught.value.cause
    assert "v.$" in caught.value.cause
    assert '{"a":1}' in caught.value.cause


def test_chance_is_given():
    def drawn(seed):
        return [
            evaluate(parse_expression(text), scope(None, seed=seed), "v.$")
            for text in ("States.UUID()", "States.MathRandom(0, 1000000)")
        ]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert value("States.MathRandom(0, 1000000, 7)") == value("States.MathRandom(0, 1000000, 7)")


def test_the_context_is_made_only_when_it_is_read():
    def explode():
        raise AssertionError

    assert evaluate(parse_expression("$.a"), Scope({"a": 1}, explode, Random(1)), "v.$") == 1


def test_a_template_computes_marked_fields_at_any_depth():
    template = Template({"a": [{"b.$": "$.x"}, "$.x"], "c.$": "$$.Task.Token", "d": {"e": None}})
    assert template.fill(scope({"x": 7}, {"Task": {"Token": "t"}})) == {
        "a": [{"b": 7}, "$.x"],
        "c": "t",
        "d": {"e": None},
    }
    assert list(template.contexts()) == ["$$.Task.Token"]
    assert template.member("c")
    assert not template.member("x")


def test_a_bad_field_of_a_template_is_named():
    with pytest.raises(TemplateError) as caught:
        Template({"a": [{"b.$": "$..x"}]})
    assert caught.value.place == ".a[0].b.$"
    with pytest.raises(TemplateError, match="beside"):
        Template({"b.$": "$.x", "b": 5})
    with pytest.raises(TemplateError, match="in a string"):
        Template({"b.$": 5})


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5).filter(lambda k: not k.endswith(".$")), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(plain)
def test_a_template_without_marks_is_itself(source):
    assert Template(source).fill(scope(None)) == source


@given(plain)
def test_json_text_comes_back(document):
    assert value("States.StringToJson(States.JsonToString($))", document) == document


@given(st.text(max_size=30))
def test_any_text_can_be_a_literal(text):
    literal = text.replace("\\", "\\\\").replace("'", "\\'")
    assert value(f"States.Array('{literal}')") == [text]


@given(st.text(max_size=40))
def test_reading_ends_in_an_expression_or_a_refusal(text):
    for prefix in ("", "$", "States.", "States.Array("):
        try:
            parse_expression(prefix + text)
        except ExpressionError:
            continue
