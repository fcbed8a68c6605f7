"""api.llm: language that fits a schema, with one attempt at repair."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from kinora.cc import keys
from kinora.cc.contents import picture
from kinora.cc.modules.port import Call, Done, Inputs, ModuleKind, Where
from kinora.cc.schema import problems
from kinora.model.errors import InvalidAnswer, InvalidWorkflow, ObjectMissing
from kinora.providers.ports import LanguageAnswer, LanguageAsk

_LONGEST = 256 * 1024
"""Bytes of an answer that are looked at."""
DEFAULT_PROVIDER = "embedded"


class Llm(ModuleKind):
    """The answer is checked against the step's own schema, whatever a provider made of it."""

    module_id = "api.llm"
    needed = frozenset({"input", "output_schema"})
    accepted = frozenset({"system", "metadata", "provider", "model", "temperature"})
    outputs = frozenset(
        {"response", "response_text", "model", "usage", "sources", "regions", "provider"}
    )

    def where(self, inputs: Inputs) -> Where:
        given = inputs.get("input")
        parts = given if isinstance(given, list | tuple) else [given]
        return Where.HEAVY if any(map(_is_picture, parts)) else Where.LIGHT

    def run(self, call: Call) -> Done:
        """Ask the provider.

        Raises:
            InvalidAnswer: neither the answer nor its repair fits the schema.
            ProviderUnavailable, ContentRejected, BudgetExceeded: as the provider and the run say.
        """
        call.still_allowed(0.0)
        with ExitStack() as held:
            ask = _ask(call, held)
            answer = _answered(call, ask)
            value, wrong = _judged(answer.text, ask.schema)
            spent, asked = answer.usd, [ask]
            if wrong:
                call.still_allowed(spent)
                ask = replace(ask, complaints=tuple(wrong))
                asked.append(ask)
                answer = _answered(call, ask)
                value, wrong = _judged(answer.text, ask.schema)
                spent += answer.usd
        if wrong:
            told = f"{call.module}: the answer does not fit its schema: {'; '.join(wrong)}"[:500]
            call.lost(told, spent, _provider(call))
            _forget(call, asked)
            raise InvalidAnswer(told)
        return Done(_outputs(call, value, answer), usd=spent, note={"provider": _provider(call)})


def _is_picture(part: Any) -> bool:
    return isinstance(part, Mapping) and part.get("type") == "image"


def _ask(call: Call, held: ExitStack) -> LanguageAsk:
    """The question, its pictures at hand as files while ``held`` is open."""
    given, schema = call.inputs["input"], call.inputs["output_schema"]
    parts = given if isinstance(given, list) else [given]
    store = call.workroom.objects
    system = call.inputs.get("system", [])
    return LanguageAsk(
        task=str(schema.get("$id", call.module)),
        system=tuple(system if isinstance(system, list) else [system]),
        input=tuple(_text(part) for part in parts if not _is_picture(part)),
        schema={key: value for key, value in schema.items() if key != "$id"},
        facts=call.facts,
        seed=call.seed,
        pictures=tuple(
            held.enter_context(picture(store, part["content"], call.run_id))
            for part in parts
            if _is_picture(part)
        ),
        history=call.history,
    )


def _text(part: Any) -> str:
    content = part.get("content") if isinstance(part, Mapping) else part
    if not isinstance(content, str):
        raise InvalidWorkflow("input", f"a part is a {type(content).__name__}", "text")
    return content


def _provider(call: Call) -> str:
    return str(call.inputs.get("provider", DEFAULT_PROVIDER))


def _answered(call: Call, ask: LanguageAsk) -> LanguageAnswer:
    """The provider's answer; one that was given to the very same question is not paid twice."""
    key = keys.call(call.run_id, _digest(call, ask))
    try:
        return _read(json.loads(call.workroom.objects.get(key)))
    except ObjectMissing:
        answer = call.workroom.speaker(_provider(call)).answer(ask)
    content = json.dumps(_written(answer), ensure_ascii=False).encode()
    if not call.workroom.objects.put_if_absent(key, content):
        return _read(json.loads(call.workroom.objects.get(key)))
    return answer


def _forget(call: Call, asked: list[LanguageAsk]) -> None:
    """Drop answers that are no use: whoever tries again is to be given others."""
    for ask in asked:
        call.workroom.objects.delete(keys.call(call.run_id, _digest(call, ask)))


def _digest(call: Call, ask: LanguageAsk) -> str:
    asked = {
        "module": call.module,
        "provider": _provider(call),
        "inputs": {key: value for key, value in call.inputs.items() if key != "metadata"},
        "facts": ask.facts,
        "seed": ask.seed,
        "history": [[attempt.answer, attempt.feedback] for attempt in ask.history],
        "complaints": ask.complaints,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]


def _written(answer: LanguageAnswer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "model": answer.model,
        "input_tokens": answer.input_tokens,
        "output_tokens": answer.output_tokens,
        "usd": answer.usd,
        "sources": dict(answer.sources),
        "regions": [region.model_dump(mode="json") for region in answer.regions],
    }


def _read(kept: dict[str, Any]) -> LanguageAnswer:
    from kinora.model.region import Region, Source  # noqa: PLC0415 - pydantic models, seldom needed

    regions = tuple(Region.model_validate(region) for region in kept.pop("regions"))
    sources = {place: Source(source) for place, source in kept.pop("sources").items()}
    return LanguageAnswer(**kept, sources=sources, regions=regions)


def _judged(text: str, schema: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """The answer's value, and what is wrong with it."""
    if len(text.encode()) > _LONGEST:
        return None, [f"the answer is longer than {_LONGEST} bytes"]
    try:
        value = json.loads(text)
    except ValueError as error:
        return None, [f"it is no JSON: {error}"]
    return value, [f"${place}: {problem}" for place, problem in problems(value, schema)]


def _outputs(call: Call, value: Any, answer: LanguageAnswer) -> dict[str, Any]:
    return {
        "response": value,
        "response_text": answer.text if len(answer.text) < 20_000 else "",
        "model": answer.model,
        "usage": {"input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens},
        "sources": {place: str(source) for place, source in answer.sources.items()},
        "regions": [region.model_dump(mode="json") for region in answer.regions],
        "provider": _provider(call),
    }
