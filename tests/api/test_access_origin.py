"""Foreign names and foreign pages; the headers of every answer."""

import pytest

from kinora.api.access.answers import HEADERS
from tests.api.access_client import Api, bearer

WRITE = "/api/executions/none/stop"


@pytest.fixture(params=["open", "token"])
def api(request, tmp_path):
    api = Api(tmp_path / "home", access=request.param)
    api.who = bearer(api.token()[1])
    return api


def status(api, method="GET", path="/api/executions", **headers):
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.send(method, path, headers={**api.who, **shown}).status


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1", "[::1]", "[::1]:8000"]
)
def test_own_names_are_served(api, host):
    assert status(api, host=host) == 200
    assert status(api, "POST", WRITE, host=host, origin=f"http://{host.lower()}") == 404


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "localhost:8000:1", "localhost,evil.example",
        "localhost@evil.example", "127.0.0.1.evil.example", "::1", "[::1", "localhost.",
        "localhost:99999999", "évil", "a b",
    ],
)  # fmt: skip
def test_other_names_are_not(api, host):
    told = api.get("/api/health", headers={"host": host})
    assert (told.status, told.error) == (403, "Forbidden")
    assert host not in told.text


def test_a_missing_name_is_for_programs_on_an_open_host(tmp_path):
    home = tmp_path / "home"
    opened = Api(home, access="open")
    assert opened.get("/api/executions", headers={"host": None}).status == 200
    page = {"host": None, "origin": "http://localhost:8000"}
    assert opened.get("/api/executions", headers=page).status == 403
    api = Api(home)
    who = bearer(api.token()[1])
    assert api.get("/api/executions", headers={"host": None, **who}).status == 403


def test_a_star_serves_all_names(tmp_path):
    api = Api(tmp_path / "home", access="open", hosts="*")
    assert api.get("/api/health", headers={"host": "kinora.example"}).status == 200
    far = {"host": "kinora.example", "origin": "https://evil.example"}
    assert api.post(WRITE, headers=far).status == 403
    near = {"host": "kinora.example", "origin": "https://kinora.example"}
    assert api.post(WRITE, headers=near).status == 404


@pytest.mark.parametrize(
    "origin",
    [
        "null", "", "http://localhost", "http://localhost:8001", "http://127.0.0.1:8000",
        "https://evil.example", "ftp://localhost:8000", "http://localhost:8000.evil.example",
        "http://localhost:8000/", "localhost:8000", "http://a@localhost:8000", "http://[",
    ],
)  # fmt: skip
def test_a_foreign_page_changes_nothing(api, origin):
    assert status(api, "POST", WRITE, origin=origin) == 403
    assert status(api, "DELETE", "/api/session", origin=origin) == 403
    assert status(api, origin=origin) == 200


def test_https_is_an_origin_of_its_own(api):
    over = {"x_forwarded_proto": "https"}
    assert status(api, "POST", WRITE, origin="http://localhost:8000", **over) == 403
    assert status(api, "POST", WRITE, origin="https://localhost:8000", **over) == 404


@pytest.mark.parametrize(
    ("site", "expected"),
    [("cross-site", 403), ("same-site", 403), ("same-origin", 404), ("none", 404), ("?", 403)],
)
def test_what_the_browser_says_of_the_page_counts(api, site, expected):
    assert status(api, "POST", WRITE, sec_fetch_site=site) == expected
    assert status(api, sec_fetch_site=site) == 200


def test_a_foreign_page_cannot_sign_in_either(api):
    body = {"token": api.token()[1]}
    told = api.post("/api/session", body, headers={"origin": "https://evil.example"})
    assert (told.status, told.cookies) == (403, [])


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/api/health", {}),
        ("HEAD", "/api/health", {}),
        ("OPTIONS", "/api/health", {"origin": "https://evil.example"}),
        ("GET", "/api/nothing", {}),
        ("GET", "/api/health", {"host": "evil.example"}),
        ("POST", "/api/session", {}),
    ],
)
def test_every_answer_is_closed(api, method, path, headers):
    told = api.send(method, path, headers=headers)
    for name, value in HEADERS.items():
        assert told.headers[name] == value
    assert not [name for name in told.headers if name.lower().startswith("access-control")]
    if method == "HEAD":
        assert told.text == ""
    else:
        assert told.json
