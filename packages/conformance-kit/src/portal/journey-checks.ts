import type { Check } from "../check.ts";
import { misfits, misfitsOf, operation, type Json } from "../specification.ts";
import { itemsOf, type Examination, type Heard, word } from "./subject.ts";

const misfit = (what: string, answer: Heard, status: number, schema?: string): string[] => [
  ...(answer.status === status ? [] : [`${what}: ${answer.status} ${word(answer.json["code"])} instead of ${status}`]), ...(answer.status === status && schema !== undefined ? misfits(schema, answer.json) : []),
];

/** One application from its submission to its answer, as a program sees it. Later checks look at what this one has made. */
export const journeyChecks: readonly Check<Examination>[] = [
  {
    id: "journey.services", level: 1, title: "Leistungen, Ämter und das Schema der Angaben sind lesbar", rule: "openapi.json: getTenant, listServices, listOffices, getAnswerSchema",
    async run({ subject, token, ask, keep }) {
      const given = { token: await token() };
      const [tenant, services, offices] = [await ask(operation("getTenant"), given), await ask(operation("listServices"), given), await ask(operation("listOffices"), given)];
      const found = [...misfit("getTenant", tenant, 200, "Tenant"), ...misfit("listServices", services, 200, "ServiceList"), ...misfit("listOffices", offices, 200, "OfficeList")];
      const service = itemsOf(services).find(({ slug }) => slug === subject.submission.service);
      if (tenant.json["slug"] !== subject.program.tenant) found.push("getTenant names another municipality");
      if (!service) return [...found, `the service ${subject.submission.service} is not offered`];
      const schema = await ask(operation("getAnswerSchema"), { ...given, params: { service: String(service["slug"]), version: String(service["version"]) } });
      keep("service", String(service["slug"]));
      keep("version", String(service["version"]));
      return [...found, ...misfit("getAnswerSchema", schema, 200), ...misfitsOf(schema.json, subject.submission.answers).map((one) => `the answers of this run do not fit the schema: ${one}`)];
    },
  },
  {
    id: "journey.submitted", level: 2, title: "Ein eingereichter Antrag ist sofort abrufbar, mit Vorgangsnummer", rule: "openapi.json: submitApplication, getApplication",
    async run({ subject, token, ask, keep }) {
      const given = { token: await token() };
      const [key, body] = [crypto.randomUUID(), { ...subject.submission, confirmed: true }];
      const made = await ask(operation("submitApplication"), { ...given, body, key });
      const found = misfit("submitApplication", made, 201, "Submission");
      const id = String(made.json["id"]);
      const fetched = await ask(operation("getApplication"), { ...given, params: { id } });
      found.push(...misfit("getApplication", fetched, 200, "Application"));
      if (made.status === 201) keep("application", id);
      if (fetched.json["reference"] !== made.json["reference"]) found.push("the case number of the fetched application is another one");
      const again = await ask(operation("submitApplication"), { ...given, body, key });
      if (again.json["id"] !== made.json["id"]) found.push("the same request under the same key made a second application");
      if (again.headers.get("idempotency-replayed") !== "true") found.push("a repeated answer does not say so (Idempotency-Replayed)");
      return found;
    },
  },
  {
    id: "journey.data", level: 2, title: "Die strukturierten Angaben kommen unverändert und passen zu ihrem Schema", rule: "openapi.json: getApplication, getAnswerSchema",
    async run({ subject, token, ask, kept }) {
      const given = { token: await token() };
      const fetched = await ask(operation("getApplication"), { ...given, params: { id: kept("application") } });
      const schema = await ask(operation("getAnswerSchema"), { ...given, params: { service: kept("service"), version: String(fetched.json["formVersion"]) } });
      const parts = Array.isArray(fetched.json["parts"]) ? fetched.json["parts"] as readonly Json[] : [];
      const [whole] = parts;
      if (parts.length !== 1 || !whole) return [`${parts.length} parts for a program that is permitted whole applications`];
      return [...misfitsOf(schema.json, whole["data"]), ...missing(subject.submission.answers, whole["data"], "")];
    },
  },
  {
    id: "journey.listed", level: 2, title: "Die Liste führt alle Anträge einmal, in ihrer Reihenfolge, in Seiten jeder Größe", rule: "openapi.json: listApplications",
    async run({ subject, token, ask, kept, until }) {
      const given = { token: await token() };
      await ask(operation("submitApplication"), { ...given, body: { ...subject.submission, confirmed: true } });
      const pages = async (limit: string): Promise<readonly string[]> => {
        const ids: string[] = [];
        for (let cursor: string | undefined; ids.length < 500;) {
          const page = await ask(operation("listApplications"), { ...given, query: { limit, ...(cursor === undefined ? {} : { cursor }) } });
          if (page.status !== 200 || misfits("ApplicationPage", page.json).length > 0) throw new Error(`a page of the list: ${page.status} ${misfits("ApplicationPage", page.json).join("; ")}`);
          ids.push(...itemsOf(page).map(({ id }) => String(id)));
          if (page.json["more"] !== true) break;
          cursor = String(page.json["next"]);
        }
        return ids;
      };
      const all = await until("the new applications are in the list", async () => { const ids = await pages("100"); return ids.includes(kept("application")) && ids.length > 1 ? ids : undefined; });
      const single = await pages("1");
      return [...(new Set(single).size === single.length ? [] : ["an application comes twice"]), ...all.filter((id) => !single.includes(id)).map((id) => `${id} is skipped with pages of one`), ...(single.filter((id) => all.includes(id)).join() === all.join() ? [] : ["the order depends on the size of the page"])];
    },
  },
  {
    id: "journey.acknowledged", level: 2, title: "Ein bestätigter Antrag erscheint nicht mehr unter den unbestätigten", rule: "openapi.json: acknowledgeApplication, listApplications acknowledged",
    async run({ token, ask, kept, until }) {
      const given = { token: await token() };
      const id = kept("application");
      const list = async (acknowledged: string) => itemsOf(await ask(operation("listApplications"), { ...given, query: { acknowledged, limit: "100" } })).some((one) => one["id"] === id);
      await until("the application is in the list", async () => (await list("false")) || undefined);
      const done = await ask(operation("acknowledgeApplication"), { ...given, params: { id }, body: { externalReference: "CONFORMANCE-1" } });
      const fetched = await ask(operation("getApplication"), { ...given, params: { id } });
      const noted = fetched.json["acknowledgement"] as Json | undefined;
      return [...misfit("acknowledgeApplication", done, 201, "Acknowledgement"), ...(await list("false") ? ["it is still among the unacknowledged"] : []), ...(await list("true") ? [] : ["it is not among the acknowledged"]), ...(noted?.["externalReference"] === "CONFORMANCE-1" ? [] : ["the file number was not kept"])];
    },
  },
  {
    id: "journey.answered", level: 2, title: "Stand, Nachricht und Nachforderung kommen an und sind nachzulesen", rule: "openapi.json: changeStatus, sendMessage, listMessages, listRequests",
    async run({ token, ask, speak, kept }) {
      const given = { token: await token(), params: { id: kept("application") } };
      const status = await speak(operation("changeStatus"), { ...given, body: { status: "in-progress" } });
      const message = await speak(operation("sendMessage"), { ...given, body: { kind: "information", text: "Konformitätsprüfung: Diese Nachricht ist ein Versuch." } });
      const request = await speak(operation("sendMessage"), { ...given, body: { kind: "documents", text: "Bitte reichen Sie den Nachweis nach.", documents: ["Nachweis"], dueOn: day(30) } });
      const [messages, requests] = [await ask(operation("listMessages"), given), await ask(operation("listRequests"), given)];
      const fetched = await ask(operation("getApplication"), given);
      return [
        ...misfit("changeStatus", status, 201, "StatusChange"), ...misfit("sendMessage", message, 201), ...misfit("a request for documents", request, 201), ...misfit("listMessages", messages, 200, "CaseMessageList"), ...misfit("listRequests", requests, 200, "CitizenRequestList"),
        ...(JSON.stringify(messages.json).includes("Diese Nachricht ist ein Versuch") ? [] : ["the message is not in the list"]), ...(itemsOf(requests).length > 0 ? [] : ["the request for documents is not in the list"]),
        ...(fetched.json["status"] === "waiting" || fetched.json["status"] === "in-progress" ? [] : [`the status is ${String(fetched.json["status"])}`]),
        ...((await speak(operation("changeStatus"), { ...given, body: { status: String(fetched.json["status"]) } })).status === 409 ? [] : ["a step to the present status is not refused (409)"]),
      ];
    },
  },
  {
    id: "journey.events", level: 2, title: "Der Ereignisstrom nennt jeden Schritt einmal, in Reihenfolge, ohne Inhalte", rule: "openapi.json: listEvents",
    async run({ token, ask, kept, until }) {
      const given = { token: await token() };
      const wanted = ["application.submitted", "application.status-changed", "message.sent", "documents.requested"];
      const events = await until("the events are in the feed", async () => {
        const found = itemsOf(await ask(operation("listEvents"), { ...given, query: { application: kept("application"), limit: "100" } }));
        return wanted.every((type) => found.some((one) => one["type"] === type)) ? found : undefined;
      });
      const types = events.map(({ type }) => String(type));
      return [
        ...misfits("EventPage", { items: events, next: "x", more: false }), ...(new Set(events.map(({ id }) => id)).size === events.length ? [] : ["an event comes twice"]), ...(types[0] === "application.submitted" ? [] : [`the first event is ${types[0]}`]),
        ...(JSON.stringify(events).includes("Versuch") ? ["an event holds the text of a message"] : []),
      ];
    },
  },
  {
    id: "journey.decided", level: 2, title: "Ein Bescheid braucht, was das Gesetz verlangt; sein Weg ist vorher zu erfragen", rule: "openapi.json: getDecisionWay, provideDecision, listDecisions; §§ 37, 39, 41 VwVfG",
    async run({ token, ask, speak, kept }) {
      const given = { token: await token(), params: { id: kept("application") } };
      const way = await ask(operation("getDecisionWay"), given);
      const draft = { kind: "grant", subject: "Konformitätsprüfung", paragraphs: ["Dieser Bescheid ist ein Versuch."], signatory: { name: "Prüfung", role: "Prüfung" }, way: "post", addressee: ["Erika Beispiel", "Weg 1", "00101 Musterstadt"] };
      const incomplete = await speak(operation("provideDecision"), { ...given, body: { ...draft, kind: "refusal" } });
      const electronic = way.json["electronic"] === true ? undefined : await speak(operation("provideDecision"), { ...given, body: { ...draft, way: "mailbox", addressee: undefined } });
      const made = await speak(operation("provideDecision"), { ...given, body: draft });
      const list = await ask(operation("listDecisions"), given);
      return [
        ...misfit("getDecisionWay", way, 200, "DecisionWayCheck"), ...(incomplete.status === 422 && incomplete.json["code"] === "decision-incomplete" ? [] : [`a refusal without reasons: ${incomplete.status} ${String(incomplete.json["code"])} instead of 422 decision-incomplete`]),
        ...(electronic === undefined || electronic.json["code"] === "post-needed" ? [] : [`an electronic decision without consent: ${electronic.status} ${String(electronic.json["code"])} instead of post-needed`]),
        ...misfit("provideDecision", made, 201, "Decision"), ...misfit("listDecisions", list, 200, "DecisionList"), ...(itemsOf(list).some(({ id }) => id === made.json["id"]) ? [] : ["the decision is not in the list"]),
      ];
    },
  },
];

function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** What was given and did not come back; more may be there (computed values). */
function missing(given: unknown, back: unknown, at: string): string[] {
  if (typeof given !== "object" || given === null) return JSON.stringify(given) === JSON.stringify(back) ? [] : [`${at || "/"} was changed`];
  if (typeof back !== "object" || back === null) return [`${at || "/"} is missing`];
  return Object.entries(given).flatMap(([name, value]) => missing(value, (back as Json)[name], `${at}/${name}`));
}
