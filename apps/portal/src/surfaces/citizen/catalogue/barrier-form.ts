import { html } from "@kommunalportal/html";
import type { Field } from "@kommunalportal/form-engine";
import { barrierReport, type BarrierReport } from "#modules/catalogue";
import { createRateLimit, problem } from "#platform/http";
import { button, linkButton } from "#ui/button";
import { confirmPanel } from "#ui/confirm-panel";
import { errorSummary } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { renderField } from "#ui/fields/render-field";
import { form } from "#ui/form";
import { languageForm, onlyLanguage, type Answer, type Routes, type SessionVisit } from "../../frame/index.ts";
import { say, type WordKey } from "./messages.ts";
import { crumbs, type CataloguePages } from "./pages.ts";

const path = "/barrierefreiheit/rueckmeldung";
const formId = "rueckmeldung-formular";
const names = ["page", "message", "name", "email"] as const;
type Name = (typeof names)[number];
/** Names of the inputs, as they stand in the page. */
const inputs: Readonly<Record<Name, string>> = { page: "seite", message: "nachricht", name: "name", email: "email" };

/** The feedback form of the accessibility statement (§ 5 BITVNRW): no sign-in, no name needed, kept sealed for the town. */
export function barrierForm(r: Routes, portal: CataloguePages): void {
  const limit = createRateLimit({ burst: 10, perMinute: 2 });

  r.page(path, { needs: "visitor" }, async (visit) => show(portal, visit, { page: (visit.query.get("seite") ?? "").slice(0, 500), message: "", name: "", email: "" }, {}));

  r.page(`${path}/danke`, { needs: "visitor" }, async (visit) => {
    const reference = visit.query.get("nummer") ?? "";
    if (!/^B-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/.test(reference)) return { redirect: visit.href(path) };
    const title = say(visit.lang, "reportThanks");
    const main = confirmPanel({ title, reference: { label: say(visit.lang, "reportReference"), value: reference }, text: html`<p>${say(visit.lang, "reportNext")}</p>` });
    const onward = linkButton({ text: say(visit.lang, "start"), href: visit.href("/"), kind: "secondary" });
    return { page: portal.layout(visit, { title, main: html`${main}<p>${onward}</p>`, components: [], breadcrumb: crumbs(visit, [say(visit.lang, "accessibility"), "/barrierefreiheit"], [title]) }) };
  });

  r.action(path, { needs: "visitor" }, async (visit) => {
    const given = Object.fromEntries(names.map((name) => [name, visit.field(inputs[name])])) as BarrierReport;
    if (onlyLanguage(visit)) return show(portal, visit, given, {});
    if (!limit.take(visit.request.ip, portal.clock.now().getTime())) throw problem(429, "too-many");
    const checked = barrierReport.safeParse(given);
    if (!checked.success) return show(portal, visit, given, errorsOf(given, checked.error.issues.map((issue) => String(issue.path[0]))));
    const reference = await portal.catalogue.barrierReports.store(visit.tenant?.id, checked.data);
    return { redirect: visit.href(`${path}/danke?nummer=${reference}`) };
  });
}

function errorsOf(given: BarrierReport, wrong: readonly string[]): Partial<Record<Name, WordKey>> {
  const errors: Partial<Record<Name, WordKey>> = {};
  if (wrong.includes("message")) errors.message = given.message.length > 100 ? "errMessageLong" : "errMessageEmpty";
  if (wrong.includes("page")) errors.page = "errPageLong";
  if (wrong.includes("name")) errors.name = "errNameLong";
  if (wrong.includes("email")) errors.email = "errEmail";
  return errors;
}

function show(portal: CataloguePages, visit: SessionVisit, given: BarrierReport, errors: Partial<Record<Name, WordKey>>): Answer {
  const { lang } = visit;
  const title = say(lang, "reportBarrier");
  const text = (key: WordKey) => ({ de: say("de", key), en: say("en", key) });
  const fields: Readonly<Record<Name, Field>> = {
    message: { kind: "field", id: inputs.message, type: "longtext", label: text("reportMessage"), hint: text("reportMessageHint"), maxLength: 5000 },
    page: { kind: "field", id: inputs.page, type: "text", label: text("reportPage"), hint: text("reportPageHint"), required: false },
    name: { kind: "field", id: inputs.name, type: "text", label: text("reportName"), required: false, autocomplete: "name" },
    email: { kind: "field", id: inputs.email, type: "email", label: text("reportEmail"), hint: text("reportEmailHint"), required: false },
  };
  const order: readonly Name[] = ["message", "page", "name", "email"];
  const wrong = order.flatMap((name) => { const key = errors[name]; return key === undefined ? [] : [{ name, message: say(lang, key) }]; });
  const messageOf = (name: Name): string | undefined => wrong.find((one) => one.name === name)?.message;
  const main = html`${errorSummary(lang, wrong.map(({ name, message }) => ({ fieldId: controlId(inputs[name]), message })))}<h1>${title}</h1><p class="portal-lead">${say(lang, "reportLead")}</p>
${form(lang, { id: formId, action: visit.href(path), csrf: visit.session.csrf, body: html`${order.map((name) => {
    const message = messageOf(name);
    return renderField({ field: fields[name], path: inputs[name], inputs: { "": [given[name]] }, ...(message === undefined ? {} : { error: { message } }) }, { lang });
  })}<p class="portal-muted">${say(lang, "reportPrivacy")}</p><div class="portal-buttons">${button({ text: say(lang, "reportSend") })}</div>` })}`;
  return { status: wrong.length > 0 ? 422 : 200, page: portal.layout(visit, { title, main, hasErrors: wrong.length > 0, components: [], languageForm: languageForm(visit, formId, path), breadcrumb: crumbs(visit, [say(lang, "accessibility"), "/barrierefreiheit"], [title]) }) };
}
