import { fillRdfa, inLang, readRdfaTemplate, type ServiceInTown } from "#modules/catalogue";
import type { TownVisit } from "../../frame/index.ts";
import { absolute, type CataloguePages } from "./pages.ts";

const templates = new Map<string, string>();

/** The RDFa tags of a service page; undefined where an operator has switched them off. The template is read once. */
export function serviceRdfa(portal: CataloguePages, visit: TownVisit, shown: ServiceInTown, url: string): string | undefined {
  const file = portal.rdfaTemplate;
  if (file === false) return undefined;
  let template = templates.get(file ?? "");
  if (template === undefined) { template = readRdfaTemplate(file); templates.set(file ?? "", template); }
  const { service, text, competence, online } = shown;
  return fillRdfa(template, {
    url, leikaKey: service.leikaKey, title: inLang(service.title, visit.lang), officialName: service.officialName, description: text.description?.value ?? text.teaser?.value ?? service.officialName,
    language: visit.lang, ars: visit.tenant.ars, changedOn: shown.changedAt.toISOString().slice(0, 10), authority: (competence.known ? competence.at : visit.tenant).name,
    office: competence.known ? inLang(competence.office.name, visit.lang) : undefined,
    legalBasisUrl: service.legalBasis.flatMap(({ url: law }) => law ?? []), onlineUrl: online.map((one) => one.url ?? absolute(portal, visit, `/antrag/${one.slug}`)),
  });
}
