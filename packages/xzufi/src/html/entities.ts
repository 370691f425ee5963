/** The named references that texts of administrations use; another one stays as it stands. */
const NAMED: ReadonlyMap<string, string> = new Map(Object.entries({
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", shy: "\u00ad", auml: "ä", ouml: "ö", uuml: "ü", Auml: "Ä", Ouml: "Ö", Uuml: "Ü", szlig: "ß", eacute: "é", egrave: "è", agrave: "à", acirc: "â", ccedil: "ç",
  euro: "€", sect: "§", para: "¶", copy: "©", reg: "®", trade: "™", deg: "°", plusmn: "±", sup2: "²", sup3: "³", frac12: "½", frac14: "¼", frac34: "¾", times: "×", middot: "·", bull: "•", hellip: "…", ndash: "–", mdash: "—",
  laquo: "«", raquo: "»", lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„", rarr: "→", larr: "←", thinsp: "\u2009", ensp: "\u2002", emsp: "\u2003",
}));

/** Character references into characters; what is none, or names no character, stays. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,10}));/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return point >= 0x20 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : point === 9 || point === 10 || point === 13 ? " " : whole;
  });
}

export function encodeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
