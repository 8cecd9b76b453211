// Asking our own server over HTTP. Every request that changes something carries a header that another site's page cannot send.

/** The server said no. `code` is stable, `data` is what came with it. */
export class Refused extends Error {
  constructor(status, code, data) {
    super(code);
    this.status = status;
    this.code = code;
    this.data = data;
  }
}

/** Resolves to the answer's JSON (null when there is none). Rejects with `Refused`, or TypeError without a server. */
export async function ask(method, path, body) {
  const headers = { "X-Motcua": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  const data = text && (answer.headers.get("Content-Type") || "").includes("json") ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refused(answer.status, (data && data.detail) || "", data);
  return data;
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
