import { inParallel, random, rounded, spreadOf, timed } from "../figures.ts";
import { openConnection } from "../lean-client.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** What people type: names of things, everyday words, compounds, spellings without umlauts, typing errors, English, whole questions. */
const queries = [
  "perso", "personalausweis", "Reisepass", "reisepas", "Hund", "hundesteuer", "Hunde steuer", "hnudesteuer", "Anwohnerparken", "bewohnerparkausweis", "Parkausweis", "parkausweiß", "Schlagloch", "schlaglöcher melden",
  "Geburtsurkunde", "geburtsurkund", "Heiratsurkunde", "heiraten", "Ehe", "Umzug", "ummelden", "umelden", "Wohnsitz anmelden", "wohnsitz abmelden", "Meldebescheinigung", "Führerschein", "fuehrerschein", "fürerschein", "Führungszeugnis",
  "fuehrungszeugnis", "Kita", "kindergarten", "Kindertagespflege", "kitaplatz", "Elterngeld", "Wohngeld", "wongeld", "Gewerbe anmelden", "gewerbeanmeldung", "Gewerbeabmeldung", "Baugenehmigung", "bauantrag", "Sperrmüll", "sperrmuell", "Müll", "Sterbeurkunde",
  "Friedhof", "Grundsteuer", "Gaststätte", "gaststaette", "Fundbüro", "fundbuero", "dog tax", "birth certificate", "passport", "parking permit", "wie melde ich meinen Hund an", "ich bin umgezogen", "xyzabc", "KFZ zulassung",
];

/** Random towns × queries, each address only once, so that no page comes from the cache: over HTTP by one client, and in this process without page. */
export async function search(stage: Stage): Promise<Line[]> {
  const { house, port, quick } = stage;
  const draw = random(396);
  const towns = house.tenants.all().filter(({ kind, isDemo }) => kind === "municipality" && !isDemo);
  const wanted = new Map<string, { readonly town: (typeof towns)[number]; readonly query: string }>();
  while (wanted.size < (quick ? 60 : 1_200)) {
    const [town, query] = [towns[Math.floor(draw() * towns.length)]!, queries[Math.floor(draw() * queries.length)]!];
    wanted.set(`${town.slug} ${query}`, { town, query });
  }
  const all = [...wanted.values()];
  const inProcess: number[] = [];
  for (const { town, query } of all) await timed(inProcess, () => Promise.resolve(house.catalogue.search(query, { tenant: town, lang: "de" })));

  const ask = async (connection: ReturnType<typeof openConnection>, into: number[], { town, query }: (typeof all)[number]): Promise<void> => {
    const reply = await timed(into, () => connection.get(`${town.slug}.${stage.apexHost}`, `/suche?q=${encodeURIComponent(query)}`, { "accept-encoding": "br" }));
    if (reply.status !== 200) throw new Error(`search for »${query}« in ${town.slug}: ${reply.status}`);
  };
  const connections = Array.from({ length: 10 }, () => openConnection(port));
  const half = Math.floor(all.length / 2);
  const overHttp: number[] = [];
  const before = stage.webCpu();
  for (const one of all.slice(0, half)) await ask(connections[0]!, overHttp, one);
  const cpu = (stage.webCpu() - before) * 1000 / half;
  const byTen: number[] = [];
  const seconds = await inParallel(all.slice(half), connections.length, (one, hand) => ask(connections[hand]!, byTen, one));
  for (const connection of connections) connection.close();
  const [http, ten, module] = [spreadOf(overHttp), spreadOf(byTen), spreadOf(inProcess)];
  return [
    { id: "search-http", title: `Suche über ${towns.length} Städte, Seite über HTTP, p95`, measured: rounded(http.p95), unit: "ms", aim: { at: "most", value: 10 }, details: { "p50": rounded(http.p50), "max": rounded(http.max), "CPU Portal ms": rounded(cpu), "10 Nutzende p95": rounded(ten.p95), "10 Nutzende /s": rounded((all.length - half) / seconds, 0), "Anfragen": http.count } },
    { id: "search-in-process", title: `Suche über ${towns.length} Städte, ohne Seite, p95`, measured: rounded(module.p95), unit: "ms", aim: { at: "most", value: 10 }, details: { "p50": rounded(module.p50), "max": rounded(module.max) } },
  ];
}
