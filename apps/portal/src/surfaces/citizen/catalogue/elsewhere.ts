import type { Lang } from "#modules/catalogue";

/** What people look for at their town and somebody else does: by whom, and where that somebody is found. */
export interface Elsewhere {
  readonly title: Readonly<Record<Lang, string>>;
  readonly text: Readonly<Record<Lang, string>>;
  readonly href: string;
  /** What people type: folded words (umlauts spelled out), several of them belong together. */
  readonly phrases: readonly string[];
}

/**
 * Bodies of the federation, the states and social insurance with a page of their own for everybody; a local body (Jobcenter, court, tax office) is named by its kind, and the link leads to where the
 * nearest is found. The law that makes them competent stands beside each.
 */
const others: readonly Elsewhere[] = [
  // § 6d SGB II
  { href: "https://www.arbeitsagentur.de", phrases: ["buergergeld", "hartz", "hartz 4", "hartz iv", "jobcenter", "sgb ii", "grundsicherung arbeitsuchende", "arbeitslosengeld ii", "citizens benefit"],
    title: { de: "Geld vom Jobcenter", en: "Benefits from the Jobcenter" }, text: { de: "Geld zum Leben für alle, die arbeiten können und zu wenig haben, gibt es beim Jobcenter. In manchen Städten und Kreisen gehört es zur Verwaltung.", en: "The Jobcenter supports people who are able to work and have too little to live on. In some towns and districts it is part of the administration." } },
  // § 367 SGB III
  { href: "https://www.arbeitsagentur.de", phrases: ["arbeitslosengeld", "arbeitslos", "arbeitslos melden", "arbeitssuchend", "arbeitsuchend", "arbeitsamt", "agentur arbeit", "unemployment", "unemployed", "unemployment benefit"],
    title: { de: "Arbeitslos melden, Arbeitslosengeld", en: "Unemployment benefit" }, text: { de: "Arbeitslos melden Sie sich bei der Agentur für Arbeit. Sie zahlt auch das Arbeitslosengeld.", en: "Register as unemployed with the Agentur für Arbeit. It also pays unemployment benefit." } },
  // § 7 BKGG
  { href: "https://www.arbeitsagentur.de", phrases: ["kinderzuschlag", "kiz"],
    title: { de: "Kinderzuschlag", en: "Child supplement" }, text: { de: "Den Kinderzuschlag zahlt die Familienkasse der Bundesagentur für Arbeit.", en: "The Familienkasse of the federal employment agency pays the child supplement." } },
  // § 125 SGB VI
  { href: "https://www.deutsche-rentenversicherung.de", phrases: ["rente", "rente beantragen", "rentenantrag", "rentenversicherung", "rentenversicherungsnummer", "sozialversicherungsnummer", "erwerbsminderungsrente", "witwenrente", "pension", "state pension"],
    title: { de: "Rente", en: "State pension" }, text: { de: "Rente und Versicherungsverlauf gibt es bei der Deutschen Rentenversicherung. Fragen Sie auch Ihre Stadt: viele helfen beim Antrag.", en: "The Deutsche Rentenversicherung pays pensions and keeps your record. Ask your town, too: many help with the application." } },
  // § 40 BAföG
  { href: "https://www.bafoeg-digital.de", phrases: ["bafoeg", "schuelerbafoeg", "ausbildungsfoerderung", "student grant"],
    title: { de: "BAföG", en: "Student support (BAföG)" }, text: { de: "Studierende stellen den Antrag beim Studierendenwerk, Schülerinnen und Schüler beim Amt für Ausbildungsförderung ihres Kreises oder ihrer kreisfreien Stadt.", en: "Students apply to their Studierendenwerk, pupils to the office for training support of their district or independent city." } },
  // § 12 SGB XI, § 46 SGB XI
  { href: "https://www.bundesgesundheitsministerium.de", phrases: ["pflegegeld", "pflegegrad", "pflegestufe", "pflegekasse", "pflegeversicherung", "pflegegeld beantragen", "care allowance"],
    title: { de: "Pflegegeld und Pflegegrad", en: "Care allowance and care level" }, text: { de: "Den Antrag nimmt Ihre Pflegekasse an. Sie gehört zu Ihrer Krankenkasse.", en: "Apply to your Pflegekasse, which is part of your health insurer." } },
  // § 19 MuSchG
  { href: "https://www.mutterschaftsgeld.de", phrases: ["mutterschaftsgeld", "maternity pay", "maternity benefit"],
    title: { de: "Mutterschaftsgeld", en: "Maternity pay" }, text: { de: "Es kommt von Ihrer Krankenkasse, sonst vom Bundesamt für Soziale Sicherung.", en: "Your health insurer pays it, otherwise the federal office for social security." } },
  // § 10 RBStV
  { href: "https://www.rundfunkbeitrag.de", phrases: ["rundfunkbeitrag", "rundfunkgebuehr", "rundfunkgebuehren", "gez", "beitragsservice", "broadcasting fee", "tv licence"],
    title: { de: "Rundfunkbeitrag", en: "Broadcasting contribution" }, text: { de: "An-, Um- und Abmelden, Befreiung und Ermäßigung: beim Beitragsservice von ARD, ZDF und Deutschlandradio.", en: "Register, change or cancel, exemption and reduction: with the Beitragsservice of ARD, ZDF and Deutschlandradio." } },
  // § 139b AO, § 5 FVG
  { href: "https://www.bzst.de", phrases: ["steuer id", "steueridentifikationsnummer", "steuer identifikationsnummer", "identifikationsnummer steuer", "idnr", "tax id", "tax identification number"],
    title: { de: "Steuer-Identifikationsnummer", en: "Tax identification number" }, text: { de: "Wer seine Nummer nicht findet, bekommt sie vom Bundeszentralamt für Steuern noch einmal zugeschickt.", en: "If you cannot find your number, the Bundeszentralamt für Steuern sends it to you once more." } },
  // § 17 FVG
  { href: "https://www.elster.de", phrases: ["einkommensteuer", "einkommenssteuer", "steuererklaerung", "lohnsteuer", "lohnsteuerkarte", "steuerklasse", "steuernummer", "elster", "finanzamt", "income tax", "tax return", "tax class"],
    title: { de: "Steuererklärung, Steuerklasse, Steuernummer", en: "Tax return, tax class, tax number" }, text: { de: "Dafür ist Ihr Finanzamt da, online mit ELSTER.", en: "Your Finanzamt does this, online with ELSTER." } },
  // § 12 FVG (Zollverwaltung), § 1 KraftStG
  { href: "https://www.zoll.de", phrases: ["kfz steuer", "kraftfahrzeugsteuer", "autosteuer", "zoll", "schwarzarbeit", "schwarzarbeit melden", "vehicle tax", "customs"],
    title: { de: "Kfz-Steuer und Zoll", en: "Vehicle tax and customs" }, text: { de: "Die Kfz-Steuer erhebt der Zoll. Er verfolgt auch Schwarzarbeit.", en: "Customs collects vehicle tax and pursues undeclared work." } },
  // § 28 StVG
  { href: "https://www.kba.de", phrases: ["punkte flensburg", "flensburg", "punktestand", "fahreignungsregister", "verkehrssuenderkartei", "penalty points"],
    title: { de: "Punkte in Flensburg", en: "Penalty points (Flensburg)" }, text: { de: "Ihren Punktestand nennt das Kraftfahrt-Bundesamt.", en: "The Kraftfahrt-Bundesamt tells you how many points you have." } },
  // § 71 Abs. 2 AufenthG
  { href: "https://www.auswaertiges-amt.de", phrases: ["visum", "visa", "schengen visum", "einladung visum", "botschaft", "konsulat", "embassy", "consulate"],
    title: { de: "Visum", en: "Visa" }, text: { de: "Ein Visum gibt die deutsche Botschaft oder das Konsulat in dem Land, in dem jemand lebt.", en: "Visas are issued by the German embassy or consulate in the country where somebody lives." } },
  // §§ 342, 346 FamFG; §§ 23a, 23b GVG
  { href: "https://www.justiz.nrw", phrases: ["testament", "erbschein", "nachlassgericht", "nachlass", "scheidung", "scheiden lassen", "amtsgericht", "grundbuch", "grundbuchauszug", "insolvenz", "privatinsolvenz", "betreuung beantragen", "inheritance certificate", "divorce", "land register"],
    title: { de: "Testament, Erbschein, Scheidung, Grundbuch", en: "Wills, inheritance, divorce, land register" }, text: { de: "Das macht das Amtsgericht an Ihrem Ort.", en: "Your local court (Amtsgericht) does this." } },
  // § 8 HGB
  { href: "https://www.handelsregister.de", phrases: ["handelsregister", "handelsregisterauszug", "vereinsregister", "commercial register"],
    title: { de: "Handelsregister und Vereinsregister", en: "Commercial register and register of associations" }, text: { de: "Die Register führen die Amtsgerichte. Auszüge gibt es online für alle.", en: "The courts keep these registers. Extracts are online for everybody." } },
  // § 48 WaffG with the state's rules of competence
  { href: "https://polizei.nrw", phrases: ["waffenschein", "waffenbesitzkarte", "kleiner waffenschein", "strafanzeige", "anzeige erstatten", "onlinewache", "internetwache", "gun licence", "report crime"],
    title: { de: "Waffenschein, Strafanzeige", en: "Gun licences, reporting a crime" }, text: { de: "Dafür ist die Polizei da. Eine Anzeige geht auch online. Im Notfall: 110.", en: "The police do this. You can report a crime online. In an emergency: 110." } },
  // § 675l BGB: to whoever issued the card; one number for all
  { href: "https://www.sperr-notruf.de", phrases: ["ec karte", "ec karte verloren", "girokarte", "girocard", "bankkarte", "kreditkarte", "karte sperren", "sim karte", "bank card", "credit card", "block card"],
    title: { de: "Bankkarte, SIM-Karte oder Online-Ausweis sperren", en: "Blocking a bank card, SIM card or online ID" }, text: { de: "Rufen Sie sofort den Sperr-Notruf an: 116 116.", en: "Call the blocking hotline at once: 116 116." } },
  // § 5 ÖPNVG NRW: the districts and cities order it, the companies run it; one place to look for the whole state
  { href: "https://www.mobil.nrw", phrases: ["bus", "bus bahn", "busfahrplan", "fahrplan", "haltestelle", "nahverkehr", "deutschlandticket", "monatsticket", "public transport", "bus timetable", "train"],
    title: { de: "Bus und Bahn, Deutschlandticket", en: "Buses and trains" }, text: { de: "Fahrpläne und Tickets haben die Verkehrsunternehmen, für das ganze Land mobil.nrw.", en: "Timetables and tickets come from the transport companies, for the whole state from mobil.nrw." } },
  // §§ 149, 150 GewO
  { href: "https://www.bundesjustizamt.de", phrases: ["gewerbezentralregister", "auszug gewerbezentralregister", "gewerbezentralregisterauszug", "trade register extract"],
    title: { de: "Auszug aus dem Gewerbezentralregister", en: "Extract from the central trade register" }, text: { de: "Das Register führt das Bundesamt für Justiz. Sie beantragen den Auszug dort online oder im Rathaus.", en: "The Bundesamt für Justiz keeps the register. Apply for the extract online there or at your town hall." } },
  // Federal funding for efficient buildings (BEG EM, KfW 458)
  { href: "https://www.kfw.de", phrases: ["waermepumpe", "heizung foerderung", "heizungsfoerderung", "heizungstausch", "waermepumpe foerderung", "kfw", "heat pump"],
    title: { de: "Zuschuss für eine neue Heizung", en: "Grants for a new heating" }, text: { de: "Zuschüsse für Wärmepumpe und andere neue Heizungen gibt es bei der KfW. Manche Städte fördern zusätzlich: fragen Sie nach.", en: "The KfW gives grants for heat pumps and other new heatings. Some towns add to them: ask." } },
  // § 305 InsO, bodies accredited by the state
  { href: "https://www.verbraucherzentrale.nrw", phrases: ["schulden", "schuldnerberatung", "schuldenberatung", "verbraucherzentrale", "debt advice", "debts"],
    title: { de: "Beratung bei Schulden", en: "Advice on debts" }, text: { de: "Kostenlos beraten Wohlfahrtsverbände und die Verbraucherzentrale. Manche Städte haben eine eigene Stelle: fragen Sie nach.", en: "Welfare organisations and the consumer advice centre advise free of charge. Some towns have a service of their own: ask." } },
  // No public task: welfare organisations and firms
  { href: "https://www.pflegewegweiser-nrw.de", phrases: ["essen raedern", "mahlzeitendienst", "menuebringdienst", "meals wheels", "pflegeberatung", "pflegedienst", "haushaltshilfe", "pflegeheim", "altenheim", "seniorenheim", "kurzzeitpflege", "hausnotruf", "nursing home"],
    title: { de: "Pflegeheim, Pflegedienst, Hausnotruf, Essen auf Rädern", en: "Nursing homes, care and meals at home" }, text: { de: "Das bieten Wohlfahrtsverbände und Firmen an. Wer Sie in Ihrer Nähe berät, sagt der Pflegewegweiser.", en: "Welfare organisations and firms offer this. The Pflegewegweiser names who advises you near your home." } },
];

const known = others.flatMap((one) => one.phrases.map((phrase) => ({ one, words: phrase.split(" ") })));

/**
 * Whose phrase stands whole in the question, the longest first.
 * @param words folded words of the question that say something
 */
export function elsewhereHits(words: readonly string[]): readonly Elsewhere[] {
  const there = new Set(words);
  const found = known.filter((phrase) => phrase.words.every((word) => there.has(word))).toSorted((a, b) => b.words.length - a.words.length);
  return [...new Set(found.map(({ one }) => one))].slice(0, 2);
}
