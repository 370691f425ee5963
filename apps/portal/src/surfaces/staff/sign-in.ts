import { html } from "@kommunalportal/html";
import { clearCookie, cookieOf, setCookie } from "#platform/http";
import { linkButton } from "#ui/button";
import { page } from "#ui/page";
import type { Answer, Routes } from "../frame/index.ts";
import type { StaffPortal } from "./staff-portal.ts";

/** Where a person wanted to go: a page of the staff's area, never another address. */
export function returnPathOf(wanted: string | null): string {
  return wanted !== null && /^\/mitarbeit(?:\/[\w./-]{0,300})?$/.test(wanted) && !wanted.startsWith("/mitarbeit/anmeldung") && !wanted.includes("//") ? wanted : "/mitarbeit";
}

/** Sign-in of the staff by OpenID Connect; the provider decides who has which role. */
export function signInRoutes(r: Routes, portal: StaffPortal): void {
  r.page("/mitarbeit/anmeldung", { needs: "none" }, async (visit) => {
    if (visit.site.kind !== "state") return { missing: true };
    const begun = await portal.accounts.beginStaffSignIn(returnPathOf(visit.query.get("ziel"))).catch((error: unknown) => {
      portal.log.warn({ err: error instanceof Error ? error.message : "unknown" }, "the provider of the staff's sign-in does not answer");
      return undefined;
    });
    if (!begun) return outside({ status: 503, title: "Die Anmeldung ist gerade nicht erreichbar", text: "Der Anmeldedienst Ihrer Verwaltung antwortet nicht. Versuchen Sie es in einigen Minuten noch einmal. Es ist nichts verloren gegangen." });
    setCookie(visit.reply, "mitarbeit-start", begun.cookie, { maxAgeSeconds: 600 });
    return { redirect: begun.redirect };
  });
  r.page("/mitarbeit/anmeldung/rueckkehr", { needs: "none" }, async (visit) => {
    if (visit.site.kind !== "state") return { missing: true };
    const outcome = await portal.accounts.finishStaffSignIn(visit.query, cookieOf(visit.request, "mitarbeit-start"));
    clearCookie(visit.reply, "mitarbeit-start");
    if (outcome.kind === "failed") return outside({ status: 400, title: "Die Anmeldung hat nicht geklappt", text: "Vielleicht hat sie zu lange gedauert, oder sie wurde in einem anderen Fenster begonnen. Melden Sie sich noch einmal an." });
    if (outcome.kind === "no-role") return outside({ status: 403, title: "Sie haben hier noch keine Aufgabe", text: "Ihre Anmeldung ist richtig, aber Ihnen ist in keiner Stadt eine Rolle zugewiesen. Wenden Sie sich an die Person, die in Ihrer Verwaltung die Rechte vergibt." });
    setCookie(visit.reply, "mitarbeit", outcome.session);
    return { redirect: outcome.returnPath };
  });
  r.staffAction("/mitarbeit/abmeldung", async (visit) => {
    const provider = await portal.accounts.staffSignOut(visit.staff, `${portal.apexOrigin}/mitarbeit/abgemeldet`);
    clearCookie(visit.reply, "mitarbeit");
    return { redirect: provider ?? "/mitarbeit/abgemeldet" };
  });
  r.page("/mitarbeit/abgemeldet", { needs: "none" }, async (visit) => {
    if (visit.site.kind !== "state") return { missing: true };
    return Promise.resolve(outside({ status: 200, title: "Sie sind abgemeldet", text: "Schließen Sie an einem gemeinsamen Arbeitsplatz auch das Browserfenster." }));
  });
  // Reading the session has renewed it already.
  r.staffAction("/mitarbeit/sitzung", async (visit) => Promise.resolve({ body: "", type: "text/plain; charset=utf-8", status: 204, headers: { "session-expires": (visit.staff.idleUntil < visit.staff.expiresAt ? visit.staff.idleUntil : visit.staff.expiresAt).toISOString() } }));
}

function outside({ status, title, text }: { readonly status: number; readonly title: string; readonly text: string }): Answer {
  return {
    status,
    page: page({
      lang: "de", title, robots: "noindex, nofollow", signInHref: false, staff: {}, tenant: { name: "Kommunalportal", slug: "land", kind: "Verwaltung", isDemo: false },
      main: html`<h1>${title}</h1><p class="kern-body">${text}</p><div class="portal-buttons">${linkButton({ text: status === 200 ? "Wieder anmelden" : "Noch einmal anmelden", href: "/mitarbeit/anmeldung" })}</div>`,
    }),
  };
}
