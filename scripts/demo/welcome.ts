import type { DemoPorts } from "./portal-settings.ts";

/** Where to go and who one may be. Everything here is invented. */
export function welcome(state: { readonly ports: DemoPorts; readonly folder: string; readonly moved: string | undefined; readonly seeded: boolean; readonly seconds: number; readonly external: boolean }): void {
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

Beenden mit Strg-C. Alles bleibt in ${state.folder} erhalten.
`);
}
