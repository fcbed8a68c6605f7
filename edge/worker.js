// The gateway: D1, KV and R2 in the shapes of Cloudflare's API, and what anybody may read.
// TOKEN may do what a studio needs every day, ADMIN_TOKEN everything. See README.md.
import { isAdmin, verify } from "./gateway/access.js";
import { Refusal, broken, decoded, envelope } from "./gateway/answers.js";
import { query } from "./gateway/d1.js";
import { deleteValue, listValues, readValue, writeValue, writeValues } from "./gateway/kv.js";
import { showMedia, showSnapshot } from "./gateway/open.js";
import { deleteObject, listObjects, readObject, writeObject } from "./gateway/r2.js";

const ACCOUNT = "^/client/v4/accounts/[^/]+";
const NAMESPACE = `${ACCOUNT}/storage/kv/namespaces/([^/]+)`;
const BUCKET = `${ACCOUNT}/r2/buckets/([^/]+)`;

const ROUTES = [
  ["^/client/v4/user/tokens/verify$", { GET: verify }],
  [`${ACCOUNT}/d1/database/([^/]+)/query$`, { POST: query }],
  [`${NAMESPACE}/values/(.+)$`, { GET: readValue, PUT: writeValue, DELETE: deleteValue }],
  [`${NAMESPACE}/keys$`, { GET: listValues }],
  [`${NAMESPACE}/bulk$`, { PUT: writeValues }],
  [`${BUCKET}/objects$`, { GET: listObjects }],
  [`${BUCKET}/objects/(.+)$`, { GET: readObject, HEAD: readObject, PUT: writeObject, DELETE: deleteObject }],
  ["^/(media/[0-9a-f]{64}\\.(mp4|jpg|png))$", { GET: showMedia, HEAD: showMedia }],
  ["^/(snapshots/[\\w-][\\w.-]{0,99})\\.json$", { GET: showSnapshot, HEAD: showSnapshot }],
].map(([path, methods]) => [new RegExp(path), methods]);

export default {
  async fetch(request, env) {
    let response;
    try {
      response = await answer(request, env);
    } catch (error) {
      const known = error instanceof Refusal ? error : broken(error);
      await heardOut(request);
      const errors = [{ code: known.code, message: known.message }];
      response = envelope({ success: false, errors, result: null }, known.status, known.headers);
    }
    response.headers.set("x-content-type-options", "nosniff");
    return request.method === "HEAD" ? new Response(null, response) : response;
  },
};

// Who is hung up on in the middle of a request never reads the answer.
async function heardOut(request) {
  const short = Number(request.headers.get("content-length") ?? Infinity) < 1_000_000;
  if (short && request.body && !request.bodyUsed) await request.arrayBuffer();
}

async function answer(request, env) {
  const url = new URL(request.url);
  const admin = url.pathname.startsWith("/client/") && (await isAdmin(request, env));
  for (const [path, methods] of ROUTES) {
    const found = path.exec(url.pathname);
    if (!found) continue;
    if (!Object.hasOwn(methods, request.method)) {
      const allow = Object.keys(methods).join(", ");
      throw new Refusal(405, 10405, `${request.method} is not allowed here; allowed: ${allow}`, { allow });
    }
    return methods[request.method]({ request, env, url, admin }, ...found.slice(1).map(decoded));
  }
  throw new Refusal(404, 7003, `nothing is at ${url.pathname}`);
}
