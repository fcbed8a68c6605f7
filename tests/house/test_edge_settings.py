"""What is missing for an edge is told at once, by the setting's name."""

import pytest

from kinora.bootstrap import check_edge, edge
from kinora.model.errors import InvalidInput
from kinora.settings import read

GATEWAY = {
    "KINORA_EDGE": "cloudflare",
    "KINORA_EDGE_URL": "https://edge.example",
    "KINORA_EDGE_TOKEN": "t",
}
REST = {
    "KINORA_EDGE": "cloudflare-rest",
    "KINORA_EDGE_TOKEN": "t",
    "KINORA_EDGE_ACCOUNT": "a",
    "KINORA_EDGE_DATABASE": "d",
    "KINORA_EDGE_NAMESPACE": "n",
}


def without(values, name):
    return {key: value for key, value in values.items() if key != name}


@pytest.mark.parametrize(
    ("values", "name"),
    [
        *((without(GATEWAY, name), name) for name in GATEWAY if name != "KINORA_EDGE"),
        *((without(REST, name), name) for name in REST if name != "KINORA_EDGE"),
        (GATEWAY | {"KINORA_EDGE_URL": "http://edge.example"}, "KINORA_EDGE_URL"),
        (GATEWAY | {"KINORA_EDGE_MEDIA": "cupboard"}, "KINORA_OBJECTS"),
        (REST | {"KINORA_EDGE_MEDIA": "gateway"}, "KINORA_EDGE_MEDIA"),
    ],
)
def test_a_missing_setting_is_named_before_anything_is_asked(values, name):
    with pytest.raises(InvalidInput, match=f"^{name}: "):
        edge(read(values))


def test_no_edge_is_the_default():
    assert edge(read({})) is None
    check_edge(read({}))


def test_secrets_are_not_shown():
    assert "hidden-token" not in repr(read(GATEWAY | {"KINORA_EDGE_TOKEN": "hidden-token"}))
