import { html } from "@kommunalportal/html";
import { page } from "./page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "./site.ts";

/** The page at the bare host name: explains what the sandbox is and links to its systems. */
export async function createIndexSite(context: SandboxContext, sites: readonly Site[]): Promise<Site> {
  const app = createSiteApp();
  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page({
    title: "Die Außenwelt des Kommunalportals", site: "Sandbox", body: html`
<p>Ein Portal spricht mit vielen Systemen, die anderen gehören. Hier stehen sie zum Ausprobieren auf einem Rechner; sie sprechen dieselben
Protokolle wie die echten. <a href="http://portal.localhost:${context.portalPort}/">Zum Portal</a></p>
<h2>Die Systeme</h2>
<dl>${sites.map((site) => html`<dt><a href="${context.origin(site.name)}/">${site.title}</a></dt><dd>${site.purpose}</dd>`)}</dl>
<h2>Störungen ausprobieren</h2>
<p>Jedes System lässt sich mit <code>POST /_control</code> (JSON) anhalten oder verlangsamen; <code>GET /_control</code> zeigt die Einstellungen,
<code>DELETE /_control</code> stellt den Normalzustand her.</p>`,
  })));
  return siteOf(app, { name: "", title: "Sandbox", purpose: "" });
}
