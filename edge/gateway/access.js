// Who asks: TOKEN may do what a studio needs every day, ADMIN_TOKEN everything.
import { Refusal, digest, done } from "./answers.js";

export async function isAdmin(request, env) {
  const [, given] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!given) throw new Refusal(401, 10000, "a bearer token is needed", { "www-authenticate": "Bearer" });
  const [admin, ordinary] = await Promise.all([same(given, env.ADMIN_TOKEN), same(given, env.TOKEN)]);
  if (!admin && !ordinary) throw new Refusal(403, 9109, "the token is not valid here");
  return admin;
}

// Digests are of one length, so comparing them tells nothing about the secret.
async function same(given, secret) {
  const [a, b] = await Promise.all([given, secret ?? ""].map(digest));
  return crypto.subtle.timingSafeEqual(a, b) && Boolean(secret);
}

export function verify({ admin }) {
  return done({ status: "active", admin });
}
