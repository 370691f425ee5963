import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { processingMarks, type Bearer, type MarkedApplication, type MarkedContent, type Outcome, type ProcessingMark, type WritableMark } from "#modules/extensions";
import { createRateLimit, type App } from "#platform/http";
import { z } from "zod";
import { ApiProblem, problemOf } from "./api-problem.ts";
import { answersXml } from "./answers-xml.ts";
import { base64Of } from "./base64-stream.ts";
import type { ExtensionApiParts } from "./operation.ts";

/** Where software for today's portals looks. */
export const profileBase = "/submission/api/v2";
const one = `${profileBase}/submission/:tenant/:form/:transID`;
const writeBack = z.strictObject({ status: z.enum(processingMarks).exclude(["PRELIMINARY"]), payload: z.string().max(100).optional() });
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

type Signed = FastifyRequest & { readonly params: { readonly tenant: string; readonly form: string; readonly transID?: string } };

/**
 * The compatibility profile: pull by form number and status, write-back, Basic sign-in with tenant number and key. Our own reading of what is
 * documented of today's interfaces (docs/extension-api/compatibility.md); the rules behind it are those of the Extension-API.
 */
export function compatibilityProfile(api: App, parts: ExtensionApiParts): void {
  const { extensions, addresses, clock } = parts;
  const perAddress = createRateLimit({ burst: 60, perMinute: 120 });
  const wrong = createRateLimit({ burst: 20, perMinute: 10 });

  async function bearerOf(request: Signed): Promise<Bearer> {
    if (addresses.siteOf(request.host)?.kind !== "state") throw new ApiProblem("wrong-host");
    const now = clock.now().getTime();
    if (!perAddress.take(request.ip, now)) throw new ApiProblem("too-many", {}, { "retry-after": "30" });
    const given = credentialsOf(request.headers.authorization);
    // The number in the header and the one in the path are the same tenant, or nobody's.
    const bearer = given?.tenantNumber === request.params.tenant ? await extensions.basicBearer(given) : undefined;
    if (bearer) return bearer;
    if (!wrong.take(request.ip, now)) throw new ApiProblem("too-many", {}, { "retry-after": "60" });
    throw new ApiProblem(given ? "token-invalid" : "token-missing", {}, { "www-authenticate": 'Basic realm="kommunalportal"' });
  }
  const idOf = (request: Signed): string => { const id = request.params.transID ?? ""; if (!idPattern.test(id)) throw new ApiProblem("not-found"); return id; };

  api.get(`${profileBase}/submission/:tenant/:form`, async (request, reply) => {
    const asked = request as Signed;
    const query = new URLSearchParams(asked.url.split("?", 2)[1] ?? "");
    const list = valueOf(await extensions.listMarked(await bearerOf(asked), { form: asked.params.form, marks: marksOf(query), since: sinceOf(asked) }));
    const last = list.map(({ head }) => head.submittedAt?.getTime() ?? 0).reduce((most, at) => Math.max(most, at), 0);
    return reply.headers({ "cache-control": "private, no-store", ...(last > 0 ? { "last-modified": new Date(last).toUTCString() } : {}) }).type("application/json; charset=utf-8").send(JSON.stringify(list.map((entry) => ({ ...facts(entry), pdf: null, xml: null, attachments: null }))));
  });
  api.get(one, async (request, reply) => {
    const asked = request as Signed;
    const bearer = await bearerOf(asked);
    const fetched = valueOf(await extensions.fetchMarked(bearer, { form: asked.params.form, application: idOf(asked) }));
    const open = async (file: string | undefined): Promise<Readable | undefined> => { const opened = await extensions.openAttachment(bearer, { application: fetched.head.id, file }); return opened.ok ? opened.value.content : undefined; };
    return reply.header("cache-control", "private, no-store").type("application/json; charset=utf-8").send(Readable.from(wholeOf(fetched, open)));
  });
  for (const method of ["PUT", "POST"] as const) {
    api.route({ method, url: `${one}/status`, async handler(request, reply) {
      const asked = request as Signed;
      const bearer = await bearerOf(asked);
      const given = writeBack.safeParse(jsonOf(asked.body));
      if (!given.success) throw new ApiProblem("body-invalid", { errors: given.error.issues.map((issue) => ({ pointer: `/${issue.path.map(String).join("/")}`, message: issue.message.slice(0, 300) })) });
      const written = valueOf(await extensions.writeMark(bearer, { form: asked.params.form, application: idOf(asked), mark: given.data.status satisfies WritableMark, payload: given.data.payload }));
      return reply.header("cache-control", "private, no-store").type("application/json; charset=utf-8").send(JSON.stringify({ ...facts(written), pdf: null, xml: null, attachments: null }));
    } });
  }
}

function facts({ head, mark, payload }: MarkedApplication): object {
  return {
    transID: head.id, userID: null, identifier: head.reference ?? null, applicantName: null, status: mark,
    options: { submissionType: head.channel, paymentType: null, npa: head.trustLevel === 4 }, payload: payload ?? null, submissionDate: head.submittedAt?.toISOString() ?? null,
  };
}

/** Files go into the JSON as base64 while they are read: the older interface has them inside, and nothing is held whole in memory. */
async function* wholeOf(fetched: MarkedContent, open: (file: string | undefined) => Promise<Readable | undefined>): AsyncGenerator<string> {
  const { content } = fetched;
  yield `${JSON.stringify(facts(fetched)).slice(0, -1)},"xml":${JSON.stringify(Buffer.from(answersXml(content)).toString("base64"))},"pdf":`;
  yield* textOf(content.summary === undefined ? undefined : await open(undefined));
  yield ',"attachments":[';
  for (const [at, { id, name, type, sha256 }] of content.attachments.entries()) {
    yield `${at === 0 ? "" : ","}${JSON.stringify({ name, type, sha256 }).slice(0, -1)},"data":`;
    yield* textOf(await open(id));
    yield "}";
  }
  yield "]}";
}

async function* textOf(file: Readable | undefined): AsyncGenerator<string> {
  if (!file) { yield "null"; return; }
  yield '"';
  yield* base64Of(file);
  yield '"';
}

function credentialsOf(header: string | undefined): { readonly tenantNumber: string; readonly key: string } | undefined {
  const pair = /^Basic ([A-Za-z0-9+/]{1,400}={0,2})$/i.exec(header ?? "")?.[1];
  const text = pair === undefined ? "" : Buffer.from(pair, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 1 ? undefined : { tenantNumber: text.slice(0, colon), key: text.slice(colon + 1) };
}

function marksOf(query: URLSearchParams): readonly ProcessingMark[] | undefined {
  const given = query.get("status");
  if (given === null) return undefined;
  const marks = z.array(z.enum(processingMarks)).min(1).max(6).safeParse(given.split(","));
  if (!marks.success) throw new ApiProblem("query-invalid", { errors: [{ pointer: "status", message: `one or several of ${processingMarks.join(", ")}` }] });
  return marks.data;
}

/** The older interface filters by the time of submission in a header; both names are in use. */
function sinceOf(request: FastifyRequest): Date | undefined {
  const given = request.headers["if-modified-since"] ?? request.headers["last-modified"];
  if (given === undefined) return undefined;
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new ApiProblem("query-invalid", { errors: [{ pointer: "Last-Modified", message: "a date of HTTP (RFC 9110, 5.6.7)" }] });
  return new Date(at);
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw problemOf(outcome.refusal);
}

function jsonOf(body: unknown): unknown {
  try { return typeof body === "string" ? JSON.parse(body) as unknown : undefined; } catch { throw new ApiProblem("json-invalid"); }
}

