// KV: published snapshots.
import { Refusal, digest, done, expect, hex, json, limit, permit } from "./answers.js";

const MOST_PAIRS = 1000; // KV operations that one call of a Worker may make
const SNAPSHOTS = "only keys below snapshots/ may be read, written and listed, and none deleted; use the admin token";
const published = (key) => key.startsWith("snapshots/");

export async function readValue({ env, admin }, namespace, key) {
  expect("namespace", namespace, env.NAMESPACE);
  permit(admin || published(key), SNAPSHOTS);
  const value = await env.KV.get(key, "stream");
  if (value === null) throw new Refusal(404, 10009, "get: 'key not found'");
  return new Response(value, { headers: { "content-type": "application/octet-stream" } });
}

export async function writeValue({ request, env, admin }, namespace, key) {
  expect("namespace", namespace, env.NAMESPACE);
  permit(admin || published(key), SNAPSHOTS);
  await env.KV.put(key, request.body ?? "");
  return done(null);
}

export async function writeValues({ request, env, admin }, namespace) {
  expect("namespace", namespace, env.NAMESPACE);
  const pairs = await json(request);
  if (!Array.isArray(pairs) || pairs.some((pair) => typeof pair?.key !== "string" || typeof pair.value !== "string"))
    throw new Refusal(400, 10400, "a list of {key, value} is needed");
  if (pairs.length > MOST_PAIRS)
    throw new Refusal(400, 10400, `${pairs.length} pairs are too many; allowed: ${MOST_PAIRS}`);
  permit(admin || pairs.every(({ key }) => published(key)), SNAPSHOTS);
  await Promise.all(pairs.map(({ key, value, base64 }) => env.KV.put(key, base64 ? unpacked(value) : value)));
  return done({ successful_key_count: pairs.length, unsuccessful_keys: [] });
}

function unpacked(base64) {
  try {
    return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  } catch {
    throw new Refusal(400, 10400, "value: it is not base64");
  }
}

export async function deleteValue({ env, admin }, namespace, key) {
  expect("namespace", namespace, env.NAMESPACE);
  permit(admin, SNAPSHOTS);
  await env.KV.delete(key);
  return done(null);
}

export async function listValues({ env, url, admin }, namespace) {
  expect("namespace", namespace, env.NAMESPACE);
  const prefix = url.searchParams.get("prefix") ?? "";
  permit(admin || published(prefix), SNAPSHOTS);
  const cursor = url.searchParams.get("cursor") || undefined;
  const found = await env.KV.list({ prefix, cursor, limit: limit(url, "limit") });
  return done(found.keys, { count: found.keys.length, cursor: found.cursor ?? "" });
}
