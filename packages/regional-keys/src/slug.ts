const GERMAN: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/**
 * A name as a DNS label (RFC 1035: a–z, 0–9, inner hyphens, at most 63): `"Wetter (Ruhr)"` → `"wetter-ruhr"`.
 * German letters become two letters, as people write them where umlauts are missing; other accents are dropped.
 * @throws RangeError if nothing is left that could name a host
 */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => GERMAN[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  if (slug === "") throw new RangeError("a name without letters and digits cannot become a slug");
  return slug;
}

/**
 * The slug of a Kreis always begins with `kreis-`, so that it never meets the town of the same name (Kleve, Wesel,
 * Herford …); the word Kreis inside the name is said once: `"Rhein-Kreis Neuss"` → `"kreis-rhein-neuss"`,
 * `"Hochsauerlandkreis"` → `"kreis-hochsauerland"`, `"Städteregion Aachen"` → `"kreis-staedteregion-aachen"`.
 */
export function districtSlugOf(name: string): string {
  const slug = slugOf(name);
  const rest = slug
    .split("-")
    .map((word) => word.replace(/kreis$/, ""))
    .filter((word) => word !== "")
    .join("-");
  return slugOf(`kreis-${rest}`);
}
