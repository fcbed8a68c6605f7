// What anybody may read, without a token: finished media and published snapshots.
import { Refusal, digest, hex, knows } from "./answers.js";
import { sendObject } from "./r2.js";

const TYPES = { mp4: "video/mp4", jpg: "image/jpeg", png: "image/png" };
const OPEN = { "access-control-allow-origin": "*", "access-control-expose-headers": "content-length, content-range, etag" };

// A name is its content's digest: what it names never changes.
export function showMedia({ request, env }, key, extension) {
  const caching = "public, max-age=31536000, immutable";
  return sendObject(request, env, key, () => ({ ...OPEN, "content-type": TYPES[extension], "cache-control": caching }));
}

export async function showSnapshot({ request, env }, key) {
  const value = await env.KV.get(key, "arrayBuffer");
  if (value === null) throw new Refusal(404, 10009, "no such snapshot");
  const etag = `"${hex(await digest(value))}"`;
  const headers = { ...OPEN, etag, "cache-control": "public, max-age=15", "content-type": "application/json" };
  if (knows(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(value, { headers });
}
