import { html, type Html } from "@kommunalportal/html";
import { operations, parametersOf, problems, problemsOf, schemas, tags, tagTexts, type Component, type Operation } from "#surfaces/extension-api";
import { descriptionList } from "#ui/description-list";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Lang, Visit } from "../frame/index.ts";
import { codeBlock, developerPage, inlineCode, type DeveloperPortal } from "./developer-pages.ts";
import { say } from "./messages.ts";
import { schemaRows } from "./schema-rows.ts";

/** Every operation, by subject; made of the list that also runs them. */
export function referencePage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const groups = tags.map((tag) => ({ tag, list: operations.filter((operation) => operation.tag === tag) }));
  const body = html`<p class="portal-lead">${say(lang, "referenceText")}</p>
${section({ title: say(lang, "formats"), body: html`<p>${inlineCode(say(lang, "formatsText"))}</p><p><a class="kern-link" href="/api/v1/openapi.json?lang=${lang}">${say(lang, "document")}</a></p>` })}
${groups.map(({ tag, list }) => section({
    title: tagTexts[tag][lang],
    body: table(lang, { caption: tagTexts[tag][lang], captionHidden: true, columns: [{ title: say(lang, "operation") }, { title: say(lang, "meaning") }, { title: say(lang, "scope") }], rows: list.map((operation) => [operationLink(visit, operation), operation.summary[lang], scopeOf(lang, operation)]) }),
  }))}`;
  return developerPage(portal, visit, { title: say(lang, "reference"), body });
}

function operationLink(visit: Visit, operation: Operation): Html {
  return html`<a class="kern-link" href="${visit.href(`/entwicklung/schnittstelle/${operation.id}`)}"><code>${operation.method} ${operation.path}</code></a>`;
}

function scopeOf(lang: Lang, { scope }: Operation): Html | string {
  return scope === undefined || scope === "public" ? say(lang, "noScope") : html`<code>${scope}</code>`;
}

/** One operation with everything the document says of it. */
export function operationPage(portal: DeveloperPortal, visit: Visit): Answer {
  const operation = operations.find(({ id }) => id === visit.params["operation"]);
  if (!operation) return { missing: true };
  const { lang } = visit;
  const parameters = parametersOf(operation, lang);
  const { status, content } = operation.success;
  const body = html`<p class="portal-lead">${inlineCode(operation.description[lang])}</p>
${descriptionList([{ term: say(lang, "operation"), value: html`<code>${operation.method} /api/v1${operation.path}</code>` }, { term: say(lang, "scope"), value: scopeOf(lang, operation) }, { term: say(lang, "since"), value: `${operation.since}, ${say(lang, operation.stability)}` }])}
${operation.writes && html`<p>${say(lang, "writesNote")}</p>`}
${parameters.length > 0 && section({
    title: say(lang, "parameters"),
    body: table(lang, {
      caption: say(lang, "parameters"), captionHidden: true, columns: [{ title: say(lang, "name") }, { title: say(lang, "where") }, { title: say(lang, "required") }, { title: say(lang, "meaning") }],
      rows: parameters.map((one) => [html`<code>${one.name}</code>`, say(lang, one.in), say(lang, one.required ? "yes" : "no"), inlineCode(one.description ?? "")]),
    }),
  })}
${operation.body && section({ title: say(lang, "body"), body: componentView(lang, operation.body, say(lang, "body")) })}
${operation.takesFile === true && section({ title: say(lang, "body"), body: html`<p>${say(lang, "file")} <code>application/octet-stream</code></p>` })}
${section({ title: `${say(lang, "answer")} ${status}`, body: content === undefined ? html`<p>${say(lang, "noBody")}</p>` : typeof content === "string" ? html`<p>${say(lang, "file")} <code>${content}</code></p>` : componentView(lang, content, say(lang, "answer")) })}
${section({
    title: say(lang, "possibleErrors"),
    body: table(lang, { caption: say(lang, "possibleErrors"), captionHidden: true, columns: [{ title: say(lang, "code") }, { title: say(lang, "status"), numeric: true }, { title: say(lang, "means") }], rows: problemsOf(operation).map((code) => [html`<a class="kern-link" href="${visit.href(`/entwicklung/fehler/${code}`)}"><code>${code}</code></a>`, String(problems[code].status), problems[code][lang].title]) }),
  })}`;
  return developerPage(portal, visit, { title: operation.summary[lang], body, under: [{ text: say(lang, "reference"), href: visit.href("/entwicklung/schnittstelle") }] });
}

function componentView(lang: Lang, component: Component, where: string): Html {
  const rows = schemaRows(schemas(lang)[component.name] ?? {}, lang);
  return html`${rows.length > 0 && table(lang, {
    caption: `${where}: ${component.name}`, captionHidden: true, columns: [{ title: say(lang, "name") }, { title: say(lang, "type") }, { title: say(lang, "required") }, { title: say(lang, "meaning") }],
    rows: rows.map((row) => [html`<code>${row.name}</code>`, row.type, say(lang, row.required ? "yes" : "no"), inlineCode(row.meaning)]),
  })}<h3>${say(lang, "example")}</h3>${codeBlock(`${say(lang, "example")}: ${where}`, JSON.stringify(component.example, undefined, 2))}`;
}
