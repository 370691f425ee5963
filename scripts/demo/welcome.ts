import type { DemoPorts } from "./portal-settings.ts";

/** Where to go and who one may be. Everything here is invented. */
export function welcome(state: { readonly ports: DemoPorts; readonly folder: string; readonly moved: string | undefined; readonly seeded: boolean; readonly seconds: number; readonly external: boolean; /** Examples whose port somebody else has. */ readonly missing: readonly string[] }): void {
  const portal = (label: string): string => `http://${label ? `${label}.` : ""}portal.localhost:${state.ports.portal}`;
  const sandbox = (label: string): string => `http://${label ? `${label}.` : ""}sandbox.localhost:${state.ports.sandbox}`;
  console.log(`
Kommunalportal läuft (bereit nach ${state.seconds.toFixed(1)} s${state.seeded ? ", Beispieldaten angelegt" : ""}).${state.moved ? `\n${state.moved}` : ""}${state.external ? "\nDatenbank: die aus DATABASE_URL." : ""}

  Leitportal              ${portal("")}
  Musterstadt             ${portal("musterstadt")}          (erfunden, voll ausgestattet)
  Beispielhausen          ${portal("beispielhausen")}       (erfunden)
  Kreis Musterland        ${portal("kreis-musterland")}     (erfunden)
  eine wirkliche Stadt    ${portal("wuppertal")}            (396 Gemeinden und 31 Kreise, nur Mustertexte)

  Sachbearbeitung         ${portal("")}/mitarbeit
  Betrieb                 ${portal("")}/betrieb
  Extension-API           ${portal("")}/entwicklung
  Die Außenwelt           ${sandbox("")}   (BundID, Bezahldienst, Anmeldung der Mitarbeitenden, Fachverfahren, Mails)

Anmelden als Bürgerin oder Bürger: auf »Anmelden« gehen, in der simulierten BundID eine Person wählen:
  Erika Beispiel · Jonas Probe · Ayşe Muster-Öztürk · Max Grenzfall

Anmelden in der Verwaltung (${portal("")}/mitarbeit), Person wählen:
  Sabine Steuer (Steueramt) · Otto Ordnung (Ordnungsamt) · Petra Parken (Straßenverkehrsamt) · Stefan Standes (Standesamt)
  Bea Bürger (Bürgerbüro) · Sven Super (alle Ämter) · Karla Kasse (Kasse) · Ede Editor (Redaktion) · Olga Operator (Betrieb)

Erweiterungen anderer, in Musterstadt erlaubt (${portal("")}/mitarbeit/musterstadt/erweiterungen, als Sven Super oder Olga Operator):
  Kachel auf der Startseite · Terminwahl im Formular ${portal("musterstadt")}/antrag/termin-im-buergerbuero · Aktenabgleich im Vorgang
  Einzug bestätigen auf eigenen Seiten · Hundesteuer-Fachverfahren: beantwortet Anmeldungen selbst, deshalb nur mit »npm run example«
${state.missing.length === 0 ? "" : `  Nicht dabei, weil ihr Port belegt ist: ${state.missing.join(", ")}. Andere Ports: EXAMPLES_PORT=${state.ports.examples + 100} npm start\n`}
Beenden mit Strg-C. Alles bleibt in ${state.folder} erhalten.
`);
}
