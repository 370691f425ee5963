import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "@kommunalportal/html";
import { page } from "../frame/page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";

const SITE = "Sandbox: FIM-Portal (erfundene Schemata)";
/** The invented schemas that ship with the project. */
const folder = join(import.meta.dirname, "../../../../services/_schemas");

interface Offered { readonly id: string; readonly version: string; readonly name: string; readonly xml: Buffer }

/** The part of the FIM-Portal's API that the portal uses (OpenAPI 0.24): a schema as XDatenfelder 3, by its number and version or the latest. */
export async function createFimSite(_context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const schemas = await offered();
  const find = (id: string, version: string): Offered | undefined => schemas.findLast((one) => one.id === id && (version === "latest" || one.version === version));
  app.get<{ Params: { id: string; version: string } }>("/api/v1/schemas/:id/:version/xdf", async ({ params }, reply) => {
    const found = find(params.id, params.version);
    return found === undefined ? reply.code(404).send({ detail: "Not Found" }) : reply.type("application/xml").send(found.xml);
  });
  const show = (body: ReturnType<typeof html>, title: string): string => page({ title, site: SITE, body });
  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(show(html`<ul>${schemas.map(({ id, version, name }) => html`<li><a href="/schemas/${id}/${version}">${name}</a></li>`)}</ul>`, "Schemata")));
  app.get<{ Params: { id: string; version: string } }>("/schemas/:id/:version", async ({ params }, reply) => {
    const found = find(params.id, params.version);
    if (found === undefined) return reply.code(404).type("text/html; charset=utf-8").send(show(html`<p><a href="/">Zum Anfang</a></p>`, "Dieses Schema gibt es nicht"));
    return reply.type("text/html; charset=utf-8").send(show(html`<dl><dt>Kennung</dt><dd>${found.id}</dd><dt>Version</dt><dd>${found.version}</dd></dl><p><a href="/api/v1/schemas/${found.id}/${found.version}/xdf">XDatenfelder</a></p>`, found.name));
  });
  return siteOf(app, { name: "fim", title: "FIM-Portal", purpose: "gibt Schemata nach ihrer Kennung heraus, wie das FIM-Portal des Bundes; nur die erfundenen, die mitgeliefert werden." });
}

async function offered(): Promise<readonly Offered[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".xdf3.xml")).toSorted();
  return Promise.all(files.map(async (file): Promise<Offered> => {
    const xml = await readFile(join(folder, file));
    const [, head = ""] = /<\w+:stammdatenschema>([\s\S]*?)<\/\w+:name>/.exec(xml.toString("utf8")) ?? [];
    const said = (element: string): string => new RegExp(`<\\w+:${element}>([^<]*)`).exec(`${head}</`)?.[1] ?? "";
    return { id: said("id"), version: said("version"), name: said("name"), xml };
  }));
}
