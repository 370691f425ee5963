import { html, renderDocument } from "@kommunalportal/html";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";

/**
 * The website of an invented town, from another provider than the portal and at another site: it shows a form of the portal in its page by the script tag
 * of docs/embedding.md, under a Content-Security-Policy as strict as such a page can have.
 */
export async function createTownSite(context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const portal = `http://musterstadt.portal.localhost:${context.portalPort}`;
  app.get<{ Querystring: { dienst?: string } }>("/", async (request, reply) => {
    const service = /^[a-z0-9-]{1,60}$/.test(request.query.dienst ?? "") ? request.query.dienst! : "hund-anmelden";
    void reply.header("content-security-policy", `default-src 'none'; style-src 'self'; script-src ${portal}; frame-src ${portal}; base-uri 'none'; frame-ancestors 'none'`);
    return reply.type("text/html; charset=utf-8").send(renderDocument(html`<html lang="de">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>Rathaus online – Musterstadt</title><link rel="stylesheet" href="/sandbox.css"></head>
<body><a class="skip" href="#inhalt">Zum Inhalt springen</a>
<header><p class="site">Sandbox: Website der Musterstadt</p><p class="notice">Testumgebung: hier ist nichts echt, weder Geld noch Personen.</p></header>
<main id="inhalt" tabindex="-1"><h1>Rathaus online</h1><p>Diese Seite gehört nicht zum Portal. Das Formular darunter kommt von dort.</p>
<script src="${portal}/einbetten.js" data-dienst="${service}" data-impressum="https://www.musterstadt.example/impressum" data-datenschutz="https://www.musterstadt.example/datenschutz" data-barrierefreiheit="https://www.musterstadt.example/barrierefreiheit"></script>
<noscript><p><a href="${portal}/antrag/${service}">Zum Formular</a></p></noscript>
</main></body></html>`));
  });
  return siteOf(app, { name: "stadtseite", title: "Website der Musterstadt", purpose: "eine fremde Website, die ein Formular des Portals in ihrer Seite zeigt." });
}
