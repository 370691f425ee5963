import { reachOf, type InboxFilter, type PageWish } from "../../apps/portal/src/modules/casework/index.ts";
import { openBrowser } from "../../apps/portal/src/testing/browser.ts";
import { rounded, spreadOf, timed, type Spread } from "../figures.ts";
import { fillInbox, nameSought } from "../inbox-rows.ts";
import { openConnection } from "../lean-client.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

interface View { readonly name: string; readonly filter: InboxFilter; readonly query: string }
const views: readonly View[] = [
  { name: "unerledigt", filter: {}, query: "stand=" },
  { name: "alle", filter: { state: "all" }, query: "stand=all" },
  { name: "abgeschlossen", filter: { state: "closed" }, query: "stand=closed" },
  { name: "nach Frist", filter: { sort: "due" }, query: "sortierung=due" },
  { name: "überfällig", filter: { due: "late" }, query: "frist=late" },
  { name: "ungelesen", filter: { unread: true }, query: "ungelesen=1" },
  { name: "meine", filter: { assignee: "me" }, query: "wer=me" },
  { name: "ein Amt", filter: { office: "steueramt" }, query: "amt=steueramt" },
  { name: "eine Leistung", filter: { service: "geburtsurkunde" }, query: "leistung=geburtsurkunde" },
  { name: "Teil einer Nummer", filter: { text: "4321", state: "all" }, query: "stand=all&q=4321" },
  { name: "Anfang eines Namens", filter: { text: "Stein", state: "all" }, query: "stand=all&q=Stein" },
  { name: "ein Name", filter: { text: nameSought, state: "all" }, query: `stand=all&q=${encodeURIComponent(nameSought)}` },
];
const ends = [{ name: "erste Seite", wish: { at: "first" }, query: "" }, { name: "letzte Seite", wish: { at: "last" }, query: "&seite=letzte" }] as const satisfies readonly { readonly name: string; readonly wish: PageWish; readonly query: string }[];

/** The inbox of a town with 73,000 applications, for somebody who sees all its offices: every view, its first and its last page, as page over HTTP and without it. */
export async function inbox(stage: Stage): Promise<Line[]> {
  const rows = stage.quick ? 2_000 : 73_000;
  const rounds = stage.quick ? 3 : 30;
  const staff = await staffSession(stage);
  await fillInbox(stage, rows, staff.id);
  const reach = reachOf({ staff: staff.id, name: "Sven Super", roles: [{ tenant: stage.town.id, role: "supervisor", office: undefined }] }, stage.town.id);
  if (!reach) throw new Error("a supervisor sees no cases");
  const connection = openConnection(stage.port);
  const [http, module] = [new Map<string, Spread>(), new Map<string, Spread>()];
  let [cpuBefore, requests] = [0, 0];
  for (const { name, filter, query } of views) {
    for (const end of ends) {
      const [overHttp, inProcess]: [number[], number[]] = [[], []];
      for (let i = -2; i < rounds; i += 1) {
        // The first two warm up the plans of the connections.
        const into = (times: number[]): number[] => (i < 0 ? [] : times);
        await timed(into(inProcess), () => stage.house.casework.inbox(reach, filter, end.wish));
        if (i === 0 && requests === 0) cpuBefore = stage.webCpu();
        const reply = await timed(into(overHttp), () => connection.get(stage.apexHost, `/mitarbeit/musterstadt/eingang?${query}${end.query}`, { cookie: staff.cookie }));
        if (reply.status !== 200) throw new Error(`the inbox (${name}) answers ${reply.status}`);
        if (i >= 0) requests += 1;
      }
      http.set(`${name}, ${end.name}`, spreadOf(overHttp));
      module.set(`${name}, ${end.name}`, spreadOf(inProcess));
    }
  }
  connection.close();
  const cpu = (stage.webCpu() - cpuBefore) * 1000 / requests;
  const line = (id: string, title: string, all: ReadonlyMap<string, Spread>, judged: boolean): Line => ({
    id, title, measured: rounded(Math.max(...[...all.values()].map(({ p95 }) => p95))), unit: "ms", ...(judged ? { aim: { at: "most", value: 50 } } : {}),
    details: { ...(judged ? { "CPU Portal ms": rounded(cpu) } : {}), ...Object.fromEntries([...all].map(([name, { p95 }]) => [name, rounded(p95, 1)])) },
  });
  const count = rows.toLocaleString("de-DE");
  return [
    line("inbox-http", `Eingang mit ${count} Anträgen, langsamste Ansicht, p95`, http, true),
    line("inbox-in-process", `Eingang mit ${count} Anträgen, ohne Seite, langsamste Ansicht, p95`, module, false),
  ];
}

/** Signs in Sven Super at the simulated provider, as a browser does. */
async function staffSession({ installation, house, apexHost }: Stage): Promise<{ readonly id: string; readonly cookie: string }> {
  const browser = openBrowser();
  const choice = await browser.get(`${installation.origin()}/mitarbeit`);
  const home = await browser.submit(choice, choice.page.form("Sven Super"), {}, "Sven Super");
  const cookies = [...browser.cookies.get(apexHost) ?? []];
  browser.close();
  const token = cookies.find(([name]) => name.endsWith("mitarbeit"))?.[1];
  const session = token === undefined ? undefined : await house.accounts.staff(token);
  if (!session) throw new Error(`signing in as staff ended at ${home.url} with ${home.status}`);
  return { id: session.staff, cookie: cookies.map(([name, value]) => `${name}=${value}`).join("; ") };
}
