import { servicePath } from "../../apps/portal/src/modules/catalogue/index.ts";
import { conditional, wideStep } from "../bench-services.ts";
import { beginDraft, expectStatus, follow, hidden, type Citizen } from "../citizens.ts";
import { openConnection, type LeanReply } from "../lean-client.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** How many SQL statements one request costs, begin and commit included, as the portal itself counts them; nothing else runs meanwhile. */
export async function statementsPerRequest(stage: Stage, citizens: readonly Citizen[]): Promise<Line[]> {
  const citizen = citizens[0]!;
  const visitor = openConnection(stage.port);
  const found: Record<string, number> = {};
  // Reading the figures costs statements too.
  const [first, second] = [await stage.statements(), await stage.statements()];
  const reading = second - first;
  const count = async (name: string, status: number, work: () => Promise<LeanReply>): Promise<LeanReply> => {
    const before = await stage.statements();
    const reply = await work();
    found[name] = await stage.statements() - before - reading;
    expectStatus(reply, status, name);
    return reply;
  };
  const town = stage.house.tenants.all().find(({ isDemo, kind }) => !isDemo && kind === "municipality");
  if (!town) throw new Error("there is no real town");
  const host = `${town.slug}.${stage.apexHost}`;
  const service = stage.house.catalogue.wordedServices().at(-1)!;
  await count("Startseite Leitportal", 200, () => visitor.get(stage.apexHost, "/"));
  await count("Startseite Stadt", 200, () => visitor.get(host, "/"));
  await count("Leistungsseite kalt", 200, () => visitor.get(host, `${servicePath(service)}?neu=1`));
  await count("Leistungsseite warm", 200, () => visitor.get(host, `${servicePath(service)}?neu=1`));
  await count("Suche", 200, () => visitor.get(host, "/suche?q=hundesteuer"));
  await count("Beginn eines Antrags", 200, () => citizen.get("/antrag/messung-schritt"));
  await count("Meine Vorgänge", 200, () => citizen.get("/vorgaenge"));
  await count("Postfach", 200, () => citizen.get("/postfach"));

  const { right, wrong } = wideStep.steps[0]!;
  let { page, path, draft } = await beginDraft(citizen, "messung-schritt");
  page = await count("Schritt anzeigen", 200, () => citizen.get(path));
  await count("Schritt falsch", 422, () => citizen.post(path, [["revision", hidden(page, "revision")], ...wrong]));
  page = await citizen.get(path);
  const next = await count("Schritt richtig", 303, () => citizen.post(path, [["revision", hidden(page, "revision")], ...right]));
  ({ reply: page, path } = await follow(citizen, next));
  await follow(citizen, await citizen.post(path, [["revision", hidden(page, "revision")], ...wideStep.steps[1]!.right]));
  page = await count("Angaben prüfen", 200, () => citizen.get(`/antrag/${draft}/pruefen`));
  const sent = await count("Absenden", 303, () => citizen.post(`/antrag/${draft}/absenden`, [["verbindlich", "1"], ["anfrage", hidden(page, "anfrage")]]));
  await count("Eingangsbestätigung", 200, () => citizen.get(sent.header("location") ?? ""));

  const step = conditional.steps[0]!;
  // None of the fields has to be filled in, so the draft begins further on.
  const wide = { path: `/antrag/${(await beginDraft(citizen, "messung-bedingt")).draft}/${step.id}` };
  page = await count("100 bedingte Felder anzeigen", 200, () => citizen.get(wide.path));
  await count("100 bedingte Felder falsch", 422, () => citizen.post(wide.path, [["revision", hidden(page, "revision")], ...step.wrong]));
  page = await citizen.get(wide.path);
  await count("100 bedingte Felder richtig", 303, () => citizen.post(wide.path, [["revision", hidden(page, "revision")], ...step.right]));
  visitor.close();

  const [hundred, rest] = [Object.entries(found).filter(([name]) => name.startsWith("100")), Object.entries(found).filter(([name]) => !name.startsWith("100"))];
  return [
    { id: "statements-conditional", title: "SQL-Anweisungen, Schritt mit 100 bedingten Feldern, höchstens", measured: Math.max(...hundred.map(([, value]) => value)), unit: "", aim: { at: "most", value: 12 }, details: Object.fromEntries(hundred) },
    { id: "statements", title: "SQL-Anweisungen je Anfrage, höchstens", measured: Math.max(...rest.map(([, value]) => value)), unit: "", details: Object.fromEntries(rest) },
  ];
}
