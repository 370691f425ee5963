import { scopeTexts, type Manifest } from "#modules/extensions";

export interface Difference { readonly what: string; readonly before: string; readonly after: string }

const nothing = "–";

/** What a new manifest changes, one line for each thing it says. */
export function differences(before: Manifest, after: Manifest): readonly Difference[] {
  const [old, now] = [said(before), said(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((what) => {
    const pair = { what, before: old.get(what) ?? nothing, after: now.get(what) ?? nothing };
    return pair.before === pair.after ? [] : [pair];
  });
}

function said(manifest: Manifest): ReadonlyMap<string, string> {
  const { publisher } = manifest;
  const lines: (readonly [string, string | undefined])[] = [
    ["Version", manifest.version], ["Name", manifest.name.de], ["Name, englisch", manifest.name.en], ["Kurz gesagt", manifest.summary.de], ["Kurz gesagt, englisch", manifest.summary.en],
    ["Wer sie betreibt", publisher.name], ["E-Mail", publisher.email], ["Internetseite", publisher.url], ["Was sie aufbewahrt", manifest.keeps.de], ["Was sie aufbewahrt, englisch", manifest.keeps.en],
    ["Datenschutzhinweise", manifest.privacyUrl], ["Öffentliche Schlüssel", manifest.jwksUrl], ["Ereignisse", manifest.events.toSorted().join(", ")],
    ...manifest.scopes.flatMap(({ scope, reason }): (readonly [string, string | undefined])[] => [[`Recht: ${scopeTexts[scope].de.title}`, reason.de], [`Recht: ${scopeTexts[scope].de.title}, englisch`, reason.en]]),
  ];
  return new Map(lines.flatMap(([what, value]) => (value === undefined || value === "" ? [] : [[what, value] as const])));
}
