import { presentForm } from "#modules/extensions";
import { z } from "zod";
import { component, means } from "./component.ts";
import { exampleForm } from "./example-form.ts";
import { json, operation, written } from "./operation.ts";
import { at, slug } from "./schemas.ts";

const none = () => z.strictObject({});

const formRequest = component("FormRequest", z.strictObject({
  service: means(z.looseObject({ slug: slug() }), "`service.json`: Leistung, Titel, Vertrauensniveau, Datenschutz. Aufbau: docs/service-package.schema.json.", "`service.json`: service, title, trust level, privacy. Shape: docs/service-package.schema.json."),
  form: means(z.record(z.string(), z.unknown()), "`form.json`: Schritte, Fragen, Regeln. Die Nummer der Fassung vergibt das Portal.", "`form.json`: steps, questions, rules. The portal counts the versions."),
  tests: means(z.array(z.record(z.string(), z.unknown())).max(200), "Tests des Formulars; alle müssen grün sein.", "Tests of the form; all have to be green.").optional(),
  note: means(z.string().max(1_000), "Für die Redaktion der Kommune.", "For the municipality’s editors.").optional(),
}), exampleForm);

const proposedForm = component("ProposedForm", z.object({
  service: slug(), version: z.string(), state: means(z.enum(["draft", "review", "released", "published"]), "`draft`: zurückgegeben oder von der Redaktion geändert; `published`: die Kommune bietet den Dienst an oder hat ihn angeboten.", "`draft`: sent back or changed by the editors; `published`: the municipality offers the service or has offered it."),
  changedAt: at(), review: z.object({ released: z.boolean(), at: z.string(), note: z.string().optional() }).optional(),
}), { service: "bankverbindung-melden", version: "1.0.0", state: "review", changedAt: "2026-03-02T09:00:00.000Z" });
const proposedForms = component("ProposedFormList", z.object({ items: z.array(proposedForm.schema) }), { items: [proposedForm.example] });

export const formOperations = [
  operation({
    id: "submitForm", method: "POST", path: "/forms", tag: "forms", scope: "formulare.vorschlagen", since: "1.1", stability: "beta", writes: true,
    summary: { de: "Eigenen Online-Dienst vorlegen", en: "Put an online service of your own before the municipality" },
    description: {
      de: "Der Dienst wird geprüft wie vor einer Veröffentlichung und liegt danach der Redaktion der Kommune zur Freigabe vor. Veröffentlichen kann ihn nur sie. Derselbe Name noch einmal ist der nächste Stand; was die Redaktion inzwischen geändert hat, wird nicht überschrieben.",
      en: "The service is checked as before a publication and then waits for the municipality’s editors to release it. Only they can publish it. The same name again is the next state; what the editors have changed meanwhile is not overwritten.",
    },
    params: none(), query: none(), body: formRequest, success: { status: 201, content: proposedForm }, problems: ["body-invalid", "not-found", "form-invalid", "name-taken", "form-changed-meanwhile"],
    async handle({ bearer, body, write }, { extensions }) {
      return written(await extensions.proposeForm(bearer, { slug: body.service.slug, service: body.service, form: body.form, tests: body.tests ?? [], note: body.note }, write));
    },
  }),
  operation({
    id: "listForms", method: "GET", path: "/forms", tag: "forms", scope: "formulare.vorschlagen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Eigene Online-Dienste auflisten", en: "List your own online services" },
    description: { de: "Was Ihr Programm dieser Kommune vorgelegt hat und wie weit es ist.", en: "What your program has put before this municipality, and how far it is." },
    params: none(), query: none(), success: { status: 200, content: proposedForms }, problems: [],
    async handle({ bearer }, { extensions }) { return json(await extensions.proposedForms(bearer), (items) => ({ items: items.map(presentForm) })); },
  }),
  operation({
    id: "getProposedForm", method: "GET", path: "/forms/{form}", tag: "forms", scope: "formulare.vorschlagen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Stand eines eigenen Online-Dienstes abrufen", en: "Get the state of your own online service" },
    description: { de: "Mit dem Vermerk der Redaktion, wenn sie ihn freigegeben oder zurückgegeben hat.", en: "With the editors’ note when they released it or sent it back." },
    params: z.strictObject({ form: slug() }), query: none(), success: { status: 200, content: proposedForm }, problems: ["not-found"],
    async handle({ bearer, params }, { extensions }) { return json(await extensions.proposedForm(bearer, params.form), presentForm); },
  }),
];
