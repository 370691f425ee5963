import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "@kommunalportal/html";
import { page } from "../frame/page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";

const SITE = "Sandbox: XRepository (erfundene Codelisten)";
/** The invented lists that ship with the project, beside the schemas that refer to them. */
const folder = join(import.meta.dirname, "../../../../services/_schemas");

/** The part of the XRepository's API that the portal uses: a code list as Genericode by URN and version, and which version is valid now. */
export async function createXRepositorySite(_context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const lists = await offered();
  app.get<{ Params: { name: string } }>("/api/version_codeliste/:name/genericode", async ({ params }, reply) => {
    const found = lists.find(({ urn, version }) => params.name === `${urn}_${version}`);
    return found === undefined ? reply.code(404).send() : reply.type("application/xml").send(found.genericode);
  });
  app.get<{ Params: { urn: string } }>("/api/codeliste/:urn/gueltigeVersion", async ({ params }, reply) => {
    const found = lists.findLast(({ urn }) => urn === params.urn);
    if (found === undefined) return reply.code(404).send();
    return reply.type("application/xml").send(`<?xml version="1.0" encoding="UTF-8"?><dat:VersionCodeliste xmlns:dat="http://xoev.de/schemata/xrepository/4_0/datenmodell"><dat:kennung>${found.urn}_${found.version}</dat:kennung><dat:version>${found.version}</dat:version></dat:VersionCodeliste>`);
  });
  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page({
    title: "Codelisten", site: SITE, body: html`<ul>${lists.map(({ urn, version }) => html`<li><a href="/api/version_codeliste/${`${urn}_${version}`}/genericode">${urn}, Version ${version}</a></li>`)}</ul>`,
  })));
  return siteOf(app, { name: "xrepository", title: "XRepository", purpose: "gibt Codelisten (Genericode) nach URN und Version heraus; nur die erfundenen, die mitgeliefert werden." });
}

async function offered(): Promise<readonly { readonly urn: string; readonly version: string; readonly genericode: Buffer }[]> {
  const files = (await readdir(folder)).filter((file) => file.startsWith("urn.") && file.endsWith(".xml")).toSorted();
  return Promise.all(files.map(async (file) => {
    const genericode = await readFile(join(folder, file));
    const said = (element: string): string => new RegExp(`<(?:\\w+:)?${element}>([^<]*)`).exec(genericode.toString("utf8"))?.[1]?.trim() ?? "";
    return { urn: said("CanonicalUri"), version: said("Version"), genericode };
  }));
}
