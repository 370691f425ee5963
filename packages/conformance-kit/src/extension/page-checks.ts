import { randomUUID } from "node:crypto";
import { NotTried, type Check, type Findings } from "../check.ts";
import { pagesOf, withQuery, type ManifestPage } from "./manifest-facts.ts";
import { pageMisfits } from "./page-rules.ts";
import type { Stage } from "./subject.ts";
import { newCode } from "./stand-in.ts";

function launched({ portal }: Stage, page: ManifestPage): string {
  const [code, application] = [newCode(), randomUUID()];
  portal.addApplication(application);
  portal.addLaunch(code, { place: page.place, page: page.id, application });
  return code;
}

/** From which town a page is opened, as the portal says it (docs: Seiten im Portal). */
const from = ({ portal }: Stage): { readonly iss: string; readonly ort: string } => ({ iss: `${portal.url}/openid`, ort: "musterstadt" });

const get = (on: Stage, path: string): Promise<Response> => fetch(`${on.address}${path}`, { redirect: "manual", signal: AbortSignal.timeout(10_000) });

/** A page that keeps others out: its policy admits nothing from elsewhere, only the portal may frame it, no cookie is set and no code leaves in a referrer. */
async function unsound(on: Stage, page: ManifestPage, path: string): Promise<Findings> {
  const answer = await get(on, path);
  const text = await answer.text();
  return [
    ...(answer.status === 200 ? [] : [`answers ${answer.status}`]), ...(answer.headers.has("set-cookie") ? ["sets a cookie"] : []),
    ...pageMisfits(text, answer.headers, { framedBy: page.place === "form-step" ? undefined : new URL(on.portal.url).origin, everybodys: page.place === "widget" }),
  ];
}

/** Rules for pages that a manifest names; for an extension without pages they do not exist. */
export const pageChecks: readonly Check<Stage>[] = [
  {
    id: "places.sound", level: 2, title: "Ihre Seiten im Portal halten andere draußen und gehen nur mit einem Startcode auf", rule: "docs: Seiten im Portal; CSP 3",
    async run(on) {
      const found: string[] = [];
      for (const page of pagesOf(on.subject.manifest)) {
        const say = (findings: Findings): void => { found.push(...findings.map((one) => `${page.id}: ${one}`)); };
        if (page.place === "widget") { say(await unsound(on, page, withQuery(page.path, { ...from(on), sprache: "de" }))); continue; }
        // Whoever is asked by the portal has no page; an online service of its own has rules of its own.
        if (page.place === "form-check" || page.place === "service") continue;
        const code = launched(on, page);
        say(await unsound(on, page, withQuery(page.path, { ...from(on), start: code })));
        for (const [what, path] of [["a used code", withQuery(page.path, { ...from(on), start: code })], ["an unknown code", withQuery(page.path, { ...from(on), start: newCode() })], ["no code", page.path], ["nonsense", withQuery(page.path, { ...from(on), start: "x" })]] as const) {
          const { status } = await get(on, path);
          if (status < 400 || status >= 500) say([`answers ${status} to ${what}`]);
        }
      }
      return found;
    },
  },
  {
    id: "places.asked", level: 2, title: "Vom Portal gefragt, gibt sie binnen vier Sekunden ein Ergebnis, und Fremden keines", rule: "openapi.json: exchangeLaunch, provideStepResult",
    async run(on) {
      const pages = pagesOf(on.subject.manifest).filter(({ place }) => place === "form-check");
      const found: string[] = [];
      const results = (): number => on.portal.asked.filter(({ operation, status }) => operation === "provideStepResult" && status < 300).length;
      for (const page of pages) {
        const ask = (body: string): Promise<Response> => fetch(`${on.address}${page.path}`, { method: "POST", headers: { "content-type": "application/json" }, body, signal: AbortSignal.timeout(10_000) });
        const [before, began] = [results(), performance.now()];
        const { status } = await ask(JSON.stringify({ start: launched(on, page), ...from(on) }));
        if (status < 200 || status >= 300) found.push(`${page.id}: answers ${status}`);
        if (performance.now() - began > 4_000) found.push(`${page.id}: needs more than four seconds`);
        if (results() !== before + 1) found.push(`${page.id}: gave ${results() - before} results for one question`);
        for (const body of [JSON.stringify({ start: newCode(), ...from(on) }), "{}", "kein JSON", "[]"]) {
          const refused = await ask(body);
          if (refused.status < 400 || refused.status >= 500) found.push(`${page.id}: answers ${refused.status} to somebody who is not the portal`);
        }
        if (results() !== before + 1) found.push(`${page.id}: gave a result to somebody who is not the portal`);
      }
      return found;
    },
  },
  {
    id: "places.town", level: 2, title: "Sie arbeitet nur für Kommunen, die sie kennt: Der Startcode einer anderen geht nirgendwohin", rule: "docs: Seiten im Portal; OpenID Connect Core 1.0, 4 (iss)",
    async run(on) {
      const found: string[] = [];
      for (const page of pagesOf(on.subject.manifest).filter(({ place }) => place === "case-tab" || place === "form-step" || place === "form-check")) {
        const code = launched(on, page);
        const foreign = { start: code, iss: "https://anderswo.example/openid", ort: "anderswo" };
        const answer = await (page.place === "form-check"
          ? fetch(`${on.address}${page.path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(foreign), signal: AbortSignal.timeout(10_000) })
          : get(on, withQuery(page.path, foreign)));
        if (answer.status < 400 || answer.status >= 500) found.push(`${page.id}: answers ${answer.status} to somebody from a municipality it does not work for`);
        if (on.portal.asked.some(({ operation, body }) => operation === "exchangeLaunch" && body.includes(code))) found.push(`${page.id}: exchanges a code of another municipality at its own`);
      }
      return found;
    },
  },
  {
    id: "places.for-all", level: 3, title: "Ihre Seiten im Portal sind für alle bedienbar", rule: "WCAG 2.2 AA",
    async run(on) {
      const { lookAt } = on.subject;
      const pages = pagesOf(on.subject.manifest).filter(({ place }) => place !== "form-check" && place !== "service");
      if (pages.length === 0) return [];
      if (!lookAt) throw new NotTried("the run has no browser");
      const found: string[] = [];
      for (const page of pages) for (const path of [withQuery(page.path, page.place === "widget" ? { ...from(on), sprache: "de" } : { ...from(on), start: launched(on, page) }), page.path]) found.push(...(await lookAt(`${on.address}${path}`)).map((one) => `${page.id}: ${one}`));
      return found;
    },
  },
];
