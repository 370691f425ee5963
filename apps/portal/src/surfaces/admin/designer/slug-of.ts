/** »Bankverbindung ändern« → `bankverbindung-aendern`: the last part of a service's address. */
export function slugOf(title: string): string {
  const plain = title.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFD").replace(/[^a-z0-9]+/g, "-").replace(/^[-0-9]+|-+$/g, "");
  return plain.slice(0, 60).replace(/-+$/, "");
}
