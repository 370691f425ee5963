import { createHash } from "node:crypto";
import { after, at, before, body, header, items, type Json, type PlantedFault, rewritten, with_ } from "./faulty-line.ts";

const digestOf = (bytes: Uint8Array): string => `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
const changed = async (answer: Response): Promise<Response> => (answer.ok ? new Response(Buffer.concat([Buffer.from(await answer.arrayBuffer()), Buffer.from("x")]), { status: answer.status, headers: answer.headers }) : answer);
/** Whatever it refused comes as if it had been done. */
const believed = (code: string, given: { readonly status: number; readonly body: object | null }) => async (answer: Response): Promise<Response> => {
  const said = await answer.clone().text();
  return said.includes(`"${code}"`) ? new Response(given.body === null ? null : JSON.stringify(given.body), { status: given.status, headers: answer.headers }) : answer;
};
const appointments = (json: Json): Json => ({ ...json, items: items(json).filter(({ type }) => type !== "appointment.cancelled") });
const anId = "00000000-0000-7000-8000-00000000abcd";
const upload = { id: anId, name: "a.pdf", type: "application/pdf", size: 1, sha256: "0".repeat(64), scan: "clean", expiresAt: "2099-01-01T00:00:00.000Z" };

/** Portals that are wrong in one way each with files, appointments or the document safe. */
export const plantedBetaFaults: readonly PlantedFault[] = [
  { what: "a file lies there at every repetition", breaks: "uploads.kept", through: before(({ request, path }) => (path.endsWith("/uploads") ? with_(request, "idempotency-key", crypto.randomUUID()) : request)) },
  { what: "the name of a file is not kept", breaks: "uploads.kept", through: after(at(/\/uploads$/, "POST"), body((json) => ({ ...json, name: "datei.pdf" }))) },
  { what: "a file that arrived otherwise is taken", breaks: "uploads.refused", through: before(async ({ request, path, method }) => {
    if (method !== "POST" || !path.endsWith("/uploads") || request.headers.get("repr-digest") === "") return request;
    const bytes = new Uint8Array(await request.arrayBuffer());
    return new Request(request.url, { method: "POST", headers: { ...Object.fromEntries(request.headers), "repr-digest": digestOf(bytes) }, body: bytes });
  }) },
  { what: "whatever calls itself a PDF is one", breaks: "uploads.refused", through: after(at(/\/uploads$/, "POST"), believed("upload-refused", { status: 201, body: upload })) },
  { what: "an attachment comes back changed", breaks: "uploads.used", through: after(at(/\/attachments\//), changed) },
  { what: "a file serves for two applications", breaks: "uploads.used", through: after(at(/\/applications$/, "POST"), believed("upload-unknown", { status: 201, body: { id: anId, state: "submitted", url: "https://portal.example/status", payments: [] } })) },
  { what: "a letter goes out as another one", breaks: "uploads.letter", through: after(at(/\/letter\.pdf$/), changed) },
  { what: "a time offered again is there twice", breaks: "appointments.offered", through: before(async ({ request, path, method }) => (method === "POST" && path.endsWith("/appointment-slots") ? rewritten(request, /"externalId":"[^"]*"/, `"externalId":"${crypto.randomUUID()}"`) : request)) },
  { what: "times come in any order", breaks: "appointments.offered", through: after(at(/\/appointment-slots$/, "GET"), body((json) => ({ ...json, ...(json["items"] ? { items: items(json).toReversed() } : {}) }))) },
  { what: "the last place goes to two", breaks: "appointments.booked", through: (right) => { let first: Response | undefined; return async (input, init) => { const request = new Request(input, init); const booking = request.method === "POST" && request.url.endsWith("/appointments"); const answer = await right(request); if (booking && answer.status === 201) first = answer.clone(); return booking && answer.status === 409 && first ? first.clone() : answer; }; } },
  { what: "a time that somebody has is withdrawn", breaks: "appointments.booked", through: after(at(/\/appointment-slots\//, "DELETE"), believed("slot-taken", { status: 204, body: null })) },
  { what: "a moved appointment is another one", breaks: "appointments.changed", through: after(at(/\/moves$/), body((json) => ({ ...json, id: anId }))) },
  { what: "nobody is told of a cancellation", breaks: "appointments.changed", through: after(at(/\/events$/), body(appointments)) },
  { what: "events hold the place", breaks: "appointments.changed", through: after(at(/\/events$/), body((json) => ({ ...json, items: items(json).map((one) => ({ ...one, data: { ...one["data"] as Json, place: "Prüfraum 1" } })) }))) },
  { what: "the safe is open to the office", breaks: "safe.closed", through: after(at(/\/documents$/, "GET"), body((json) => ({ ...json, items: [...items(json), { id: anId, name: "urkunde.pdf", type: "application/pdf", size: 1, sha256: "0".repeat(64), sharedAt: "2026-03-02T09:00:00.000Z" }] }))) },
  { what: "decisions are laid into the safe of people who did not agree", breaks: "safe.closed", through: after(at(/\/documents$/, "POST"), () => Response.json({ application: anId, decision: anId, at: "2026-03-02T09:00:00.000Z" }, { status: 201 })) },
  { what: "a document is there for every case", breaks: "safe.released", through: (right) => { let seen: Response | undefined; return async (input, init) => { const request = new Request(input, init); const one = /\/documents\/[^/]+$/.test(request.url); const answer = await right(request); if (one && answer.ok) seen = answer.clone(); return one && !answer.ok && seen ? seen.clone() : answer; }; } },
  { what: "a document has no checksum", breaks: "safe.released", through: after(at(/\/documents\/[^/]+$/), header("repr-digest", undefined)) },
  { what: "a release that has ended goes on", breaks: "safe.ended", through: after(at(/\/documents\/[^/]+$/, "GET"), believed("not-found", { status: 200, body: {} })) },
  { what: "nobody is told that a release has ended", breaks: "safe.ended", through: after(at(/\/events$/), body((json) => ({ ...json, items: items(json).filter(({ type }) => type !== "documents.unshared") }))) },
];
