import { createTickets, escapeHtml, exchangeLaunch, openedFrom, pageHeaders, PortalProblem, type PortalClient, type Store, type Towns } from "@kommunalportal/extension-sdk";
import { pointsOf, type Point } from "./points.ts";

/** What the page remembers between opening and ticking: in the portal's frame there are no cookies. */
interface Open { readonly application: string; readonly tenant: string }

/** One client for each town that has permitted this program, by the town's short name. */
interface Parts { readonly towns: Towns; readonly clients: ReadonlyMap<string, PortalClient>; readonly store: Store; readonly framedBy: string; readonly ticketSecret: string }

/** The tab »Aktenabgleich«: GET with a launch code opens it, POST ticks points off. */
export function createTab({ towns, clients, store, framedBy, ticketSecret }: Parts) {
  const tickets = createTickets<Open>({ secret: ticketSecret });

  async function show(portal: PortalClient, { application, tenant }: Open, note = ""): Promise<Response> {
    const points = pointsOf(await portal.call("getApplication", { id: application }));
    const ticked = new Set((await store.read(`ticked:${application}`) ?? "").split(" "));
    return page("Aktenabgleich", form(await tickets.seal({ application, tenant }), points, ticked, note), 200);
  }

  function page(title: string, body: string, status: number): Response {
    return new Response(`<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/stil.css"></head><body><main aria-labelledby="titel"><h1 id="titel">${title}</h1>${body}</main></body></html>\n`, { status, headers: pageHeaders({ framedBy: [framedBy] }) });
  }

  const closed = (): Response => page("Bitte neu öffnen", "<p>Öffnen Sie diesen Reiter aus dem Vorgang. Ist er schon offen, laden Sie die Seite des Vorgangs neu.</p>", 403);

  /** What the portal refuses is said in words; the tab never shows what it may not. */
  async function orRefusal(work: () => Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PortalProblem)) throw error;
      return error.status < 500 ? closed() : page("Das Portal antwortet gerade nicht", "<p>Versuchen Sie es in einigen Minuten noch einmal. Gespeichertes bleibt erhalten.</p>", 503);
    }
  }

  return {
    open: (request: Request): Promise<Response> => orRefusal(async () => {
      const opened = openedFrom(request.url);
      // The address says from which town; only a town that says so of itself is believed, and its own client exchanges the code.
      const portal = await towns.from(opened);
      const [tenant] = [...clients].find(([, one]) => one === portal) ?? [];
      const launch = portal && await exchangeLaunch(portal, { start: opened.start, place: "case-tab" });
      return portal && tenant !== undefined && launch?.case ? show(portal, { application: launch.case.application, tenant }) : closed();
    }),
    tick: (request: Request): Promise<Response> => orRefusal(async () => {
      const fields = new URLSearchParams((await request.text()).slice(0, 65_536));
      const open = await tickets.open(fields.get("karte") ?? "");
      const portal = open && clients.get(open.tenant);
      if (!open || !portal) return closed();
      const { application } = open;
      const points = pointsOf(await portal.call("getApplication", { id: application }));
      const ticked = points.filter(({ id }) => fields.getAll("punkt").includes(id)).map(({ id }) => id);
      await store.note(`ticked:${application}`, ticked.join(" "));
      if (ticked.length < points.length) return show(portal, open, `Gespeichert: ${ticked.length} von ${points.length} Punkten geprüft.`);
      await finish(portal, application);
      return show(portal, open, "Alles geprüft. Der Vorgang ist in Bearbeitung und hat ein Aktenzeichen.");
    }),
  };
}

/** Each write has a key made of what it does: pressed twice, it has one effect. */
async function finish(portal: PortalClient, id: string): Promise<void> {
  await portal.call("acknowledgeApplication", { id, body: { externalReference: `ABGL-${id.slice(-8)}` } }, { key: `${id}.acknowledge` });
  try {
    await portal.call("changeStatus", { id, body: { status: "in-progress" } }, { key: `${id}.status` });
  } catch (error) {
    // Already further on: there is nothing left to say.
    if (!(error instanceof PortalProblem) || error.code !== "status-not-allowed") throw error;
  }
}

function form(ticket: string, points: readonly Point[], ticked: ReadonlySet<string>, note: string): string {
  return `${note === "" ? "" : `<p role="status"><strong>${escapeHtml(note)}</strong></p>`}
<form method="post" action="/abgleich"><input type="hidden" name="karte" value="${escapeHtml(ticket)}">
<fieldset><legend>Prüfpunkte</legend>${points.map(({ id, text }) => `<div class="wahl"><input type="checkbox" id="p-${escapeHtml(id)}" name="punkt" value="${escapeHtml(id)}"${ticked.has(id) ? " checked" : ""}><label for="p-${escapeHtml(id)}">${escapeHtml(text)}</label></div>`).join("")}</fieldset>
<button type="submit">Speichern</button></form>`;
}
