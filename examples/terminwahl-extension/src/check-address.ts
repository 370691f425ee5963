import { exchangeLaunch, openedFrom, type Towns } from "@kommunalportal/extension-sdk";

/** The invented town's street register; a real one asks the register of buildings. */
const streets: readonly { readonly name: string; readonly postalCode: string }[] = [
  { name: "Lindenweg", postalCode: "00101" }, { name: "Marktplatz", postalCode: "00101" }, { name: "Bahnhofstraße", postalCode: "00102" }, { name: "Am Mühlenbach", postalCode: "00103" },
];
const place = "Musterstadt";

/** »bahnhofstr.« and »Bahnhof-Strasse« are the same street. */
export function folded(street: string): string {
  return street.toLowerCase().normalize("NFC").replaceAll("ß", "ss").replace(/str\.?$/, "strasse").replaceAll(/[\s.-]/g, "");
}

/** What the register says to a street: its right spelling with code and place, or why not. */
export function lookUp(street: string): { readonly name: string; readonly postalCode: string } | undefined {
  return streets.find(({ name }) => folded(name) === folded(street));
}

/** The portal asks, the person waits: everything is answered in one go, and nothing is kept. */
export async function checkAddress(towns: Towns, request: Request): Promise<Response> {
  const opened = openedFrom(fieldsOf(await request.text()));
  const portal = await towns.from(opened);
  const launch = portal && await exchangeLaunch(portal, { start: opened.start, place: "form-check" });
  if (!portal || !launch?.step) return new Response(null, { status: 403 });
  const street = launch.step.fields["anschrift.strasse"];
  const found = typeof street === "string" ? lookUp(street) : undefined;
  const message = { de: "Diese Straße steht nicht im Straßenverzeichnis von Musterstadt. Prüfen Sie die Schreibweise.", en: "This street is not in the register of Musterstadt. Check the spelling." }[launch.language];
  await portal.call("provideStepResult", { body: {
    result: launch.step.result, outcome: "done",
    ...(found ? { fields: { "anschrift.strasse": found.name, "anschrift.plz": found.postalCode, "anschrift.ort": place } } : { problems: [{ field: "anschrift.strasse", message }] }),
  } });
  return new Response(null, { status: 204 });
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const given: unknown = JSON.parse(body.slice(0, 2_000));
    return typeof given === "object" && given !== null ? { ...given } : {};
  } catch {
    return {};
  }
}
