// What all answers share: Cloudflare's envelope, refusals, and what a request must bring.

export class Refusal extends Error {
  constructor(status, code, message, headers = {}) {
    super(message);
    Object.assign(this, { status, code, headers: { ...headers, "x-error-code": `${code}` } }); // HEAD has no body
  }
}

// R2 and KV say what is wrong by a number in their message.
export function broken(error) {
  const message = String(error?.message ?? error);
  const code = Number(/\((\d{5})\)/.exec(message)?.[1] ?? 10001);
  const status = { 10037: 400, 10039: 416 }[code] ?? (message.includes("429") ? 429 : 502);
  return new Refusal(status, code, message);
}

// Only what admins may do, or what the ordinary token may.
export function permit(allowed, missing) {
  if (!allowed) throw new Refusal(403, 10403, missing);
}

export function envelope(body, status = 200, headers = {}) {
  return Response.json({ messages: [], ...body }, { status, headers: { "cache-control": "no-store", ...headers } });
}

export function done(result, info) {
  return envelope({ success: true, errors: [], result, ...(info && { result_info: info }) });
}

export function expect(kind, given, own = "kinora") {
  if (given !== own) throw new Refusal(404, 7404, `no ${kind} ${JSON.stringify(given)} is here`);
}

export async function json(request) {
  try {
    return await request.json();
  } catch {
    throw new Refusal(400, 6007, "the body is not JSON");
  }
}

export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, 7003, "the path is not encoded as it should be");
  }
}

export function limit(url, name) {
  const number = Number(url.searchParams.get(name) ?? 1000);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new Refusal(400, 7400, `${name}: allowed are 1 to 1000`);
}

// Whether the one who asks has what bears this tag already.
export function knows(request, etag) {
  const tags = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}

export function digest(data) {
  return crypto.subtle.digest("SHA-256", typeof data === "string" ? new TextEncoder().encode(data) : data);
}

export function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
