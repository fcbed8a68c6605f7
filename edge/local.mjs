// The edge on this machine: the Worker on workerd, with D1, KV and R2, and no network.
//
//   node local.mjs [--host 127.0.0.1] [--port 0] [--folder DIR] [--token T] [--admin-token T] [--stay]
//
// Tokens may come as TOKEN and ADMIN_TOKEN too. Without a folder everything is gone at the end. One
// line of JSON says when it is ready: {"url", "workerd_pid"}. It ends when its standard input does,
// so that it never outlives who started it; with --stay it waits for a signal alone. Tables are
// made by `kinora`, not here.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Miniflare } from "miniflare";

const here = dirname(fileURLToPath(import.meta.url));
const text = (fallback) => ({ type: "string", default: fallback });
const { values: given } = parseArgs({
  options: {
    host: text("127.0.0.1"),
    port: text("0"),
    folder: { type: "string" },
    token: text(process.env.TOKEN),
    "admin-token": text(process.env.ADMIN_TOKEN),
    stay: { type: "boolean", default: false },
  },
});
if (!["127.0.0.1", "::1", "localhost"].includes(given.host)) throw new Error("--host: a loopback address is needed");

const gateway = readdirSync(join(here, "gateway")).map((name) => join("gateway", name));
const kept = (kind) => (given.folder ? join(given.folder, kind) : false);
const edge = new Miniflare({
  host: given.host,
  port: Number(given.port),
  cf: false,
  compatibilityDate: "2026-07-01",
  modulesRoot: here,
  modules: ["worker.js", "statements.js", ...gateway].map((name) => ({ type: "ESModule", path: join(here, name) })),
  bindings: {
    ...(given.token && { TOKEN: given.token }),
    ...(given["admin-token"] && { ADMIN_TOKEN: given["admin-token"] }),
    DATABASE: "kinora",
    NAMESPACE: "kinora",
    BUCKET: "kinora",
  },
  d1Databases: { DB: "kinora" },
  kvNamespaces: { KV: "kinora" },
  r2Buckets: { MEDIA: "kinora" },
  d1Persist: kept("d1"),
  kvPersist: kept("kv"),
  r2Persist: kept("r2"),
});

let ending;
const end = () => (ending ??= edge.dispose().finally(() => process.exit()));
if (!given.stay) process.stdin.on("end", end).on("close", end).on("error", end).resume();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, end);

const url = await edge.ready.then(
  (at) => at.href.replace(/\/$/, ""),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
console.log(JSON.stringify({ url, workerd_pid: child() }));

// Linux tells a process its children; elsewhere nobody needs to know.
function child() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ")[0]) || undefined;
  } catch {
    return undefined;
  }
}
