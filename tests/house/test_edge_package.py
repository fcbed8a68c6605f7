"""The edge's packages are pinned, and its configuration fits the Worker."""

import json
import re
from pathlib import Path

EDGE = Path("edge")
WORKER = "".join(path.read_text() for path in [EDGE / "worker.js", *EDGE.glob("gateway/*.js")])


def test_what_runs_the_edge_here_is_pinned_and_nobody_says_where_it_came_from():
    wanted = json.loads((EDGE / "package.json").read_text())
    assert "dependencies" not in wanted
    locked = json.loads((EDGE / "package-lock.json").read_text())["packages"]
    for name, version in wanted["devDependencies"].items():
        assert re.fullmatch(r"\d+(\.\d+)+", version)
        assert locked[f"node_modules/{name}"]["version"] == version
    for name, package in locked.items():
        assert "resolved" not in package, name
        assert not name or "integrity" in package, name


def test_the_worker_has_all_that_it_asks_for():
    lines = (EDGE / "wrangler.jsonc").read_text().splitlines()
    wrangler = json.loads("\n".join(re.sub(r"(^|\s)//.*", "", line) for line in lines))
    bound = {
        binding["binding"]
        for kind in ("d1_databases", "kv_namespaces", "r2_buckets")
        for binding in wrangler[kind]
    }
    asked = set(re.findall(r"\benv\.([A-Z_]+)", WORKER))
    assert asked == bound | set(wrangler["vars"]) | {"TOKEN", "ADMIN_TOKEN"}
    assert (EDGE / wrangler["main"]).exists()
    assert (EDGE / wrangler["d1_databases"][0]["migrations_dir"]).is_dir()
    assert f'"{wrangler["compatibility_date"]}"' in (EDGE / "local.mjs").read_text()
