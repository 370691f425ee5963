import { html, type Content } from "@kommunalportal/html";
import { stem, tellingWords, type Office, type SearchHit, type SearchResult, type Service } from "#modules/catalogue";
import { phoneLink } from "#ui/contact-box";
import type { Visit } from "../../frame/index.ts";
import type { CataloguePages } from "./pages.ts";
import { townTasks, type TownTask } from "./town-tasks.ts";

/** What a question is about that no service of the catalogue answers. */
export interface TaskResults {
  readonly results: readonly Content[];
  /** Of the services found, those that were really meant; all of them where there is no such task. */
  readonly hits: readonly SearchHit[];
  /** What helps beside it. */
  readonly beside: readonly Service[];
}

/** So many services may stand under a task: the rest only shares a word with the question. */
const mostHits = 3;

/**
 * @param words folded words of the question that say something
 * @param named offices that are shown already: what they do needs no second entry
 */
export function taskResults(portal: CataloguePages, visit: Visit, found: SearchResult, words: readonly string[], named: readonly Office[]): TaskResults {
  const { catalogue } = portal;
  const tasks = townTasks([...words, ...tellingWords(found.corrected ?? "")], found.hits.length === 0).filter((task) => !named.some(({ role }) => role === task.office));
  if (tasks.length === 0) return { results: [], hits: found.hits, beside: [] };
  const hits = found.hits.filter((hit) => isMeant(hit, words)).slice(0, mostHits);
  const shown = new Set(hits.map(({ service }) => service.leikaKey));
  const beside = [...new Set(tasks.flatMap((task) => task.beside))].filter((key) => !shown.has(key)).flatMap((key) => catalogue.service(key) ?? []);
  return { results: tasks.map((task) => taskResult(portal, visit, task)), hits, beside };
}

/** Somebody chose the service for a word of the question, or its title holds all of it. */
function isMeant({ reason, service: { title } }: SearchHit, words: readonly string[]): boolean {
  const inTitle = new Set(tellingWords(`${title.de} ${title.en ?? ""}`).map(stem));
  return reason.kind === "word" || words.every((word) => inTitle.has(stem(word)));
}

/** Leads to the office where the town names it, to the portal of its Kreis for what the Kreis does, else to all offices, which say whom to ask. */
function taskResult({ catalogue, tenants, addresses }: CataloguePages, visit: Visit, task: TownTask): Content {
  const { lang, tenant } = visit;
  const office = tenant && task.office !== undefined ? catalogue.officeByRole(tenant.id, task.office) : undefined;
  const district = tenant?.kind === "municipality" && task.of === "district" ? tenants.all().find((one) => one.kind === "district" && one.districtPrefix === tenant.districtPrefix) : undefined;
  const href = office ? visit.href(`/amt/${office.role}`) : district ? addresses.originOf(district) + visit.href("/") : visit.href(tenant ? "/aemter" : "/orte");
  return html`<li><h2><a class="kern-link" href="${href}">${task.title[lang]}</a></h2><p>${task.text[lang]}</p>${office?.phone !== undefined && html`<p class="portal-muted">${office.name[lang] ?? office.name.de}: ${phoneLink(office.phone)}</p>`}${district && html`<p class="portal-muted">${district.name}</p>`}</li>`;
}
