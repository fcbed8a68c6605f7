// R2: finished media.
import { Refusal, done, expect, knows, limit, permit } from "./answers.js";

const MEDIA = "only keys below media/ may be read, listed and put with If-None-Match: *; use the admin token";
const media = (key) => key.startsWith("media/");

export async function readObject({ request, env, admin }, bucket, key) {
  expect("bucket", bucket, env.BUCKET);
  permit(admin || media(key), MEDIA);
  return sendObject(request, env, key, (object) => ({
    "content-type": object.httpMetadata?.contentType ?? "application/octet-stream",
  }));
}

export async function writeObject({ request, env, admin }, bucket, key) {
  expect("bucket", bucket, env.BUCKET);
  permit(admin || (media(key) && request.headers.get("if-none-match") === "*"), MEDIA);
  if (!request.headers.has("content-length")) throw new Refusal(411, 10411, "a content-length is needed");
  const [, named] = /^media\/([0-9a-f]{64})\.\w+$/.exec(key) ?? [];
  const stored = await env.MEDIA.put(key, request.body ?? "", {
    onlyIf: request.headers,
    sha256: named ?? request.headers.get("x-content-sha256") ?? undefined, // R2 compares it with what came
    httpMetadata: { contentType: request.headers.get("content-type") ?? "application/octet-stream" },
    customMetadata: { put: request.headers.get("x-put-id") ?? "" },
  });
  if (stored) return done({ key, etag: stored.etag, size: stored.size });
  // A writer who sends again since no answer came back sees here that it was itself.
  const taken = await env.MEDIA.head(key);
  throw new Refusal(412, 10031, "the key is taken", { "x-put-id": taken?.customMetadata?.put ?? "" });
}

export async function deleteObject({ env, admin }, bucket, key) {
  expect("bucket", bucket, env.BUCKET);
  permit(admin, MEDIA);
  await env.MEDIA.delete(key);
  return done({ key });
}

export async function listObjects({ env, url, admin }, bucket) {
  expect("bucket", bucket, env.BUCKET);
  const [prefix, startAfter] = ["prefix", "start_after"].map((name) => url.searchParams.get(name) || undefined);
  permit(admin || media(prefix ?? ""), MEDIA);
  const found = await env.MEDIA.list({ prefix, startAfter, limit: limit(url, "per_page") });
  const objects = found.objects.map(({ key, size, etag, uploaded }) => ({ key, size, etag, last_modified: uploaded }));
  return done(objects, { is_truncated: found.truncated, per_page: limit(url, "per_page") });
}

// One range is served, as players ask for it; a header that asks otherwise is passed over.
function wanted(request) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first && last && Number(last) < Number(first)) return undefined;
  if (first) return { offset: Number(first), ...(last && { length: Number(last) - Number(first) + 1 }) };
  return Number(last) > 0 ? { suffix: Number(last) } : undefined;
}

// R2 fails at a range that begins behind the end: then the object comes without content.
async function part(bucket, key, range) {
  try {
    return await bucket.get(key, { range });
  } catch (error) {
    const object = range && (await bucket.head(key));
    if (object && (range.offset ?? 0) >= object.size) return object;
    throw error;
  }
}

export async function sendObject(request, env, key, more) {
  const range = request.method === "HEAD" ? undefined : wanted(request);
  const object = await (request.method === "HEAD" ? env.MEDIA.head(key) : part(env.MEDIA, key, range));
  if (!object) throw new Refusal(404, 10007, "The specified key does not exist.");
  const { size, httpEtag: etag } = object;
  const headers = { ...more(object), etag, "accept-ranges": "bytes", "x-object-size": `${size}` };
  if (knows(request, etag)) {
    await object.body?.cancel();
    return new Response(null, { status: 304, headers });
  }
  if (!range) return new Response(object.body, { headers: { ...headers, "content-length": `${size}` } });
  const from = range.suffix ? Math.max(0, size - range.suffix) : range.offset;
  const to = Math.min(range.length ? from + range.length : size, size) - 1;
  if (from >= size) throw new Refusal(416, 10039, "the range begins behind the end", { "content-range": `bytes */${size}` });
  headers["content-range"] = `bytes ${from}-${to}/${size}`;
  return new Response(object.body, { status: 206, headers });
}
