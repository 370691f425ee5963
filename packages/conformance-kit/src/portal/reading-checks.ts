import { NotTried, type Check } from "../check.ts";
import { misfits, operation, operations, type SpecifiedOperation } from "../specification.ts";
import { itemsOf, nowhere, type Examination } from "./subject.ts";

/** What stands for `{…}` in the paths, as far as this run has made it. */
export async function knownParams(examination: Examination): Promise<Readonly<Record<string, string>>> {
  const { token, ask, kept, keep, subject } = examination;
  try { kept("webhook"); } catch {
    if (!subject.receiver) throw new NotTried("the run has no address that the portal can reach");
    const made = await ask(operation("addWebhook"), { token: await token(), body: { url: subject.receiver.url } });
    if (made.status !== 201) throw new Error(`addWebhook: ${made.status} ${String(made.json["code"])}`);
    keep("webhook", String(made.json["id"]));
  }
  return { id: kept("application"), webhook: kept("webhook"), service: kept("service"), version: kept("version"), file: nowhere, delivery: nowhere };
}

export function paramsFor({ path }: Pick<SpecifiedOperation, "path">, known: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  // What the run knows nothing of is nowhere, and still has the shape of an id.
  const all = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, known[name] ?? nowhere]));
  return path.startsWith("/webhooks/") ? { ...all, id: known["webhook"] ?? nowhere } : all;
}

const stableReads = operations.filter(({ method, stable }) => method === "GET" && stable);
/** Needs something that a run cannot make by itself: a file, a rendering, a message that was sent. */
const notHere = new Set(["getAttachment", "getSummary", "listAttempts"]);

/** Everything that can be read, held against its schema. */
export const readingChecks: readonly Check<Examination>[] = [
  {
    id: "reading.schemas", level: 2, title: "Jede Antwort hat den dokumentierten Status und Aufbau", rule: "openapi.json: responses",
    async run(examination) {
      const known = await knownParams(examination);
      const token = await examination.token();
      const found: string[] = [];
      for (const one of stableReads.filter(({ id }) => !notHere.has(id))) {
        const answer = await examination.ask(one, { token, params: paramsFor(one, known) });
        if (answer.status !== one.success) found.push(`${one.id}: ${answer.status} instead of ${one.success}`);
        else if (answer.type !== one.answers) found.push(`${one.id}: ${answer.type} instead of ${String(one.answers)}`);
        else if (one.schema !== undefined) found.push(...misfits(one.schema, answer.json).map((problem) => `${one.id}: ${problem}`));
      }
      return found;
    },
  },
  {
    id: "reading.headers", level: 1, title: "Antworten gehören niemandem sonst: kein Cookie, kein Zwischenspeicher, Kontingent genannt", rule: "openapi.json: headers; RFC 9111, 5.2.2.5",
    async run({ token, ask }) {
      const answer = await ask(operation("getTenant"), { token: await token() });
      const caching = answer.headers.get("cache-control") ?? "";
      return [
        ...(answer.headers.has("set-cookie") ? ["an answer sets a cookie"] : []), ...(caching.includes("no-store") ? [] : [`cache-control is »${caching}«`]), ...(answer.headers.has("ratelimit") && answer.headers.has("ratelimit-policy") ? [] : ["RateLimit or RateLimit-Policy is missing"]),
        ...(answer.headers.get("access-control-allow-origin") === "*" ? ["every page of the web may read answers"] : []),
      ];
    },
  },
  {
    id: "reading.etags", level: 2, title: "Unverändertes wird nicht noch einmal gesendet (304), Verändertes schon", rule: "openapi.json: ETag; RFC 9110, 13.1.2",
    async run(examination) {
      const known = await knownParams(examination);
      const token = await examination.token();
      const found: string[] = [];
      for (const one of stableReads.filter(({ id }) => !notHere.has(id))) {
        const given = { token, params: paramsFor(one, known) };
        const tag = (await examination.ask(one, given)).headers.get("etag");
        if (tag === null) { found.push(`${one.id} has no ETag`); continue; }
        const again = await examination.ask(one, { ...given, headers: { "if-none-match": tag } });
        if (again.status !== 304) found.push(`${one.id}: ${again.status} instead of 304`);
        if (again.text !== "") found.push(`${one.id}: 304 with content`);
        if ((await examination.ask(one, { ...given, headers: { "if-none-match": "\"something-else\"" } })).status !== one.success) found.push(`${one.id}: another tag is taken for its own`);
      }
      return found;
    },
  },
  {
    id: "reading.filters", level: 2, title: "Falsche Filter werden genannt, nicht übergangen", rule: "openapi.json: query-invalid, cursor-invalid",
    async run({ token, ask }) {
      const given = { token: await token() };
      const tries: readonly [string, Readonly<Record<string, string>>, string][] = [["listApplications", { limit: "0" }, "query-invalid"], ["listApplications", { limit: "10000" }, "query-invalid"], ["listApplications", { status: "erledigt" }, "query-invalid"], ["listApplications", { unbekannt: "1" }, "query-invalid"], ["listApplications", { cursor: "quatsch" }, "cursor-invalid"], ["listEvents", { types: "alles" }, "query-invalid"]];
      const found: string[] = [];
      for (const [id, query, code] of tries) {
        const answer = await ask(operation(id), { ...given, query });
        if (answer.status !== 400 || answer.json["code"] !== code) found.push(`${id} ${JSON.stringify(query)}: ${answer.status} ${String(answer.json["code"])} instead of 400 ${code}`);
      }
      const only = itemsOf(await ask(operation("listApplications"), { ...given, query: { status: "closed,withdrawn" } }));
      return [...found, ...only.filter(({ status }) => status !== "closed" && status !== "withdrawn").map(({ id }) => `the filter for a status let ${String(id)} through`)];
    },
  },
];
