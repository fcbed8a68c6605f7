// D1: one statement, or several in one transaction.
import statements from "../statements.js";
import { Refusal, done, expect, json, permit } from "./answers.js";

const ALLOWED = new Set(statements);
const MOST_PARAMS = 100; // D1's own limit

export async function query({ request, env, admin }, database) {
  expect("database", database, env.DATABASE);
  const body = await json(request);
  const batch = (Array.isArray(body?.batch) ? body.batch : [body]).map(statement);
  if (!batch.length) throw new Refusal(400, 7400, "batch: it is empty; allowed: one statement or more");
  permit(
    admin || batch.every(({ sql }) => ALLOWED.has(sql)),
    "this statement is not in the gateway's list: deploy the edge of the same version, or use the admin token",
  );
  try {
    return done(await env.DB.batch(batch.map(({ sql, params }) => env.DB.prepare(sql).bind(...params))));
  } catch (error) {
    throw new Refusal(400, 7500, error.message);
  }
}

function statement(given) {
  const { sql, params = [] } = given ?? {};
  if (typeof sql !== "string" || !sql.trim()) throw new Refusal(400, 7400, "sql: a text is needed");
  if (!Array.isArray(params) || params.some((value) => typeof value === "object" && value !== null))
    throw new Refusal(400, 7400, "params: a list of texts, numbers and nulls is needed");
  if (params.length > MOST_PARAMS)
    throw new Refusal(400, 7400, `params: ${params.length} are too many; allowed: ${MOST_PARAMS}`);
  return { sql, params };
}
