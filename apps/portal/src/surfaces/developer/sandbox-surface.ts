import type { Developer, Developers } from "#modules/developers";
import type { Clock } from "#platform/clock";
import { createRateLimit } from "#platform/http";
import { onlyLanguage, type Answer, type Routes, type Visit } from "../frame/index.ts";
import { dashboard, entrancePage, home, readyPage } from "./account-pages.ts";
import { word, type AccountWord } from "./account-messages.ts";
import { developerOf, forget, remember, signedIn } from "./account-visit.ts";
import type { DeveloperPortal } from "./developer-pages.ts";
import { programPage, type ProgramView } from "./program-page.ts";

export interface SandboxPortal extends DeveloperPortal { readonly developers: Developers; readonly clock: Clock; /** Where the simulated outside world shows itself; undefined: there is none. */ readonly outsideWorld?: string | undefined }

/** /entwicklung/sandbox: what a developer sets up alone. Only where the installation is a sandbox, and only at the Leitportal. */
export function sandboxSurface(r: Routes, portal: SandboxPortal): void {
  const { developers } = portal;
  if (!developers.enabled) return;
  const perAddress = createRateLimit({ burst: 10, perMinute: 0.2 });
  const slowed = (visit: Visit): boolean => !perAddress.take(visit.request.ip, portal.clock.now().getTime());
  const page = (path: string, show: (visit: Visit) => Promise<Answer>): void => { r.page(path, { needs: "none" }, (visit) => (visit.site.kind === "state" ? show(visit) : Promise.resolve({ missing: true }))); };
  const action = (path: string, act: (visit: Visit) => Promise<Answer>): void => { r.action(path, { needs: "none" }, (visit) => (visit.site.kind === "state" ? act(visit) : Promise.resolve({ missing: true }))); };

  page(home, async (visit) => {
    const developer = await developerOf(visit, developers);
    return developer ? dashboard(portal, visit, developer) : entrancePage(portal, visit);
  });
  action(`${home}/konto`, async (visit) => {
    const refuse = (key: AccountWord): Answer => entrancePage(portal, visit, { field: "name", message: word(visit.lang, key), value: visit.field("name") });
    if (onlyLanguage(visit)) return entrancePage(portal, visit);
    if (slowed(visit)) return refuse("tooMany");
    const made = await developers.startAccount({ name: visit.field("name") });
    if (!made.ok) return refuse(made.why === "full" ? "full" : "nameWrong");
    remember(visit, made.cookie);
    return readyPage(portal, visit, made);
  });
  action(`${home}/anmeldung`, async (visit) => {
    const refuse = (key: AccountWord): Answer => entrancePage(portal, visit, { field: "schluessel", message: word(visit.lang, key) });
    if (slowed(visit)) return refuse("tooMany");
    const cookie = await developers.signIn(visit.field("schluessel"));
    if (cookie === undefined) return refuse("keyWrong");
    remember(visit, cookie);
    return { redirect: visit.href(home) };
  });
  action(`${home}/abmeldung`, async (visit) => {
    await signedIn(visit, developers);
    await forget(visit, developers);
    return { redirect: visit.href("/entwicklung") };
  });
  action(`${home}/teststaedte`, async (visit) => {
    const developer = await signedIn(visit, developers);
    const founded = await developers.foundTown(developer.account);
    return founded.ok ? { redirect: visit.href(home) } : dashboard(portal, visit, developer, { message: word(visit.lang, "tooManyTowns") });
  });
  action(`${home}/fachverfahren`, async (visit) => {
    const developer = await signedIn(visit, developers);
    return (await developers.connectBackend({ account: developer.account, town: visit.field("stadt") })) ? { redirect: visit.href(home) } : { missing: true };
  });
  action(`${home}/programme`, async (visit) => {
    const developer = await signedIn(visit, developers);
    const value = visit.field("manifest");
    if (onlyLanguage(visit)) return dashboard(portal, visit, developer);
    const refuse = (message: string): Promise<Answer> => dashboard(portal, visit, developer, { field: "manifest", message, value });
    const manifest = jsonOf(value);
    if (manifest === undefined) return refuse(word(visit.lang, "notJson"));
    const added = await developers.addProgram({ account: developer.account, manifest });
    if (!added.ok) return refuse(added.why === "manifest-wrong" ? manifestProblem(visit, added.problems) : word(visit.lang, added.why === "client-taken" ? "clientTaken" : "tooManyPrograms"));
    const client = await developers.program({ account: developer.account, client: added.client });
    return client ? programPage({ portal, visit, developer, client }, { shown: added.secret }) : { missing: true };
  });
  programActions({ page, action, portal });
}

interface Place { readonly page: (path: string, show: (visit: Visit) => Promise<Answer>) => void; readonly action: (path: string, act: (visit: Visit) => Promise<Answer>) => void; readonly portal: SandboxPortal }

function programActions({ page, action, portal }: Place): void {
  const { developers } = portal;
  const viewOf = async (visit: Visit, developer: Developer): Promise<ProgramView | undefined> => {
    const client = await developers.program({ account: developer.account, client: visit.params["client"] ?? "" });
    return client && { portal, visit, developer, client };
  };
  page(`${home}/programme/:client`, async (visit) => {
    const developer = await developerOf(visit, developers);
    if (!developer) return { redirect: visit.href(home) };
    const view = await viewOf(visit, developer);
    return view ? programPage(view) : { missing: true };
  });
  const on = (path: string, act: (view: ProgramView, own: { readonly account: string; readonly client: string }) => Promise<Parameters<typeof programPage>[1]>): void => {
    action(`${home}/programme/:client/${path}`, async (visit) => {
      const view = await viewOf(visit, await signedIn(visit, developers));
      if (!view) return { missing: true };
      const more = await act(view, { account: view.developer.account, client: view.client.id });
      const client = await developers.program({ account: view.developer.account, client: view.client.id });
      return programPage(client ? { ...view, client } : view, more);
    });
  };
  const said = (done: boolean | undefined, note: AccountWord = "done"): Parameters<typeof programPage>[1] => (done === true ? { note } : {});
  on("geheimnisse", async ({ visit }, own) => {
    const added = await developers.addSecret(own);
    return added?.ok === true ? { shown: added.secret } : { fault: { message: word(visit.lang, "tooManySecrets") } };
  });
  on("geheimnisse/ende", async ({ visit }, own) => said(await developers.revokeSecret({ ...own, secret: visit.field("geheimnis") })));
  on("schluessel", async ({ visit }, own) => {
    const added = await developers.addKey({ ...own, jwk: jsonOf(visit.field("jwk")) });
    const words = { "key-private": "keyPrivate", "key-not-usable": "keyNotUsable", "key-known": "keyKnown", "too-many-keys": "tooManyKeys" } as const;
    return added?.ok === true ? said(true) : { fault: { field: "jwk", message: word(visit.lang, words[added?.why ?? "key-not-usable"]) } };
  });
  on("schluessel/ende", async ({ visit }, own) => said(await developers.revokeKey({ ...own, key: visit.field("schluessel") })));
  on("manifest", async ({ visit }, own) => {
    if (onlyLanguage(visit)) return {};
    const value = visit.field("manifest");
    const manifest = jsonOf(value);
    if (manifest === undefined) return { fault: { field: "manifest", message: word(visit.lang, "notJson"), value } };
    const changed = await developers.changeManifest({ ...own, manifest });
    return changed?.ok === true ? said(true) : { fault: { field: "manifest", message: manifestProblem(visit, changed?.problems ?? []), value } };
  });
  on("erlaubnis", async ({ visit }, own) => said(await developers.permit({ ...own, town: visit.field("stadt") })));
  on("widerruf", async ({ visit }, own) => said(await developers.revoke({ ...own, town: visit.field("stadt") })));
  on("nochmal", async ({ visit }, own) => said(await developers.sendAgain({ ...own, town: visit.field("stadt"), delivery: visit.field("nachricht") }), "sentAgain"));
}

/** Undefined where it is none. */
function jsonOf(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}

function manifestProblem(visit: Visit, problems: readonly { readonly path: string; readonly message: string }[]): string {
  return `${word(visit.lang, "manifestWrong")}: ${problems.slice(0, 5).map(({ path, message }) => `${path === "" ? "/" : path} (${message})`).join(", ")}`;
}
