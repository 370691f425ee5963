import type { Lang } from "#modules/catalogue";

const de = {
  title: "{service}: Online-Dienst", ofState: "Online-Dienst des Landes {state}", ofFederation: "Online-Dienst des Bundes", lead: "Für {place} gibt es diesen Online-Dienst: {name}.",
  toService: "Zum Online-Dienst »{name}«", leaves: "Sie verlassen damit dieses Portal. Den Dienst betreibt {operator}. Ihr Antrag kommt bei der Stelle an, die hier steht.", privacy: "Datenschutzhinweise des Dienstes", more: "Mehr über den Dienst",
  authority: "Wer bekommt Ihren Antrag?", authorityUnknown: "Welches Amt Ihren Antrag bekommt, steht noch nicht im Verzeichnis. Fragen Sie im Rathaus, oder rufen Sie die Behördennummer 115 an.", arms: "Wappen: {name}",
  contract: "Stand", inForce: "{authority} nimmt an diesem Online-Dienst teil.", notNeeded: "Der Online-Dienst steht allen offen.", untilDay: "Die Vereinbarung gilt bis {day}.",
  notHere: "{name} gibt es noch nicht für {place}", notHereText: "Den Online-Dienst gibt es, {authority} nimmt aber zurzeit nicht daran teil.", beginsLater: "{authority} nimmt ab {day} daran teil.", ended: "Die Teilnahme von {authority} ist beendet.", ordered: "{authority} hat den Dienst bestellt. Er ist noch nicht freigeschaltet.", closed: "{authority} hat den Dienst zurzeit nicht geöffnet.",
  offline: "Für {service} gibt es in {place} keinen Online-Dienst", otherWays: "So erledigen Sie es trotzdem", furtherWays: "Andere Wege", toPage: "Alles zu »{service}« in {place}", otherService: "Eine andere Leistung suchen",
  own: "Sie können das hier im Portal erledigen", ownText: "{place} bietet diese Leistung selbst online an.", start: "Online starten",
  where: "Für welchen Ort?", whereText: "Welcher Online-Dienst der richtige ist und wer Ihren Antrag bekommt, hängt vom Ort ab.", unknownPlace: "Diesen Ort haben wir nicht gefunden", unknownPlaceText: "»{words}« ist hier keine Stadt und keine Gemeinde. Schreiben Sie ihren Namen ohne Ortsteil oder die Postleitzahl. Sie wissen nicht, wohin der Ort gehört? Rufen Sie die Behördennummer 115 an.", noPlaceNeeded: "Alles zu »{service}«", severalPlaces: "Meinen Sie einen dieser Orte?",
  unknownService: "Diese Leistung steht nicht im Verzeichnis", unknownServiceText: "Zu dem Schlüssel {leika} kennt dieses Portal keine Leistung. Vielleicht ist die Adresse unvollständig. Suchen Sie die Leistung mit ihrem Namen, oder fragen Sie das Portal des Bundes.",
  elsewhere: "Dieser Ort liegt nicht in Nordrhein-Westfalen", elsewhereText: "Der Regionalschlüssel {ars} gehört zu {state}. Das Portal des Bundes findet die zuständige Stelle in ganz Deutschland.", federal: "Zum Bundesportal",
  signIn: "Anmeldung", signInThere: "Wie Sie sich anmelden, sagt Ihnen der Online-Dienst.", minutes: "etwa {count} Minuten",
} as const;
type Words = { readonly [Key in keyof typeof de]: string };

const en: Words = {
  title: "{service}: online service", ofState: "Online service of the state of {state}", ofFederation: "Online service of the federation", lead: "For {place} there is this online service: {name}.",
  toService: "To the online service “{name}”", leaves: "You leave this portal. The service is run by {operator}. Your application reaches the authority named here.", privacy: "Privacy notice of the service", more: "More about the service",
  authority: "Who receives your application?", authorityUnknown: "Which office receives your application is not in the directory yet. Ask at the town hall, or dial 115.", arms: "Coat of arms: {name}",
  contract: "State", inForce: "{authority} takes part in this online service.", notNeeded: "The online service is open to everybody.", untilDay: "The agreement is in force until {day}.",
  notHere: "{name} is not available for {place} yet", notHereText: "The online service exists, but {authority} does not take part in it at present.", beginsLater: "{authority} takes part from {day}.", ended: "{authority} no longer takes part.", ordered: "{authority} has ordered the service. It is not open yet.", closed: "{authority} has not opened the service at present.",
  offline: "There is no online service for {service} in {place}", otherWays: "How to do it anyway", furtherWays: "Other ways", toPage: "All about “{service}” in {place}", otherService: "Search for another service",
  own: "You can do this here in the portal", ownText: "{place} offers this service online itself.", start: "Start online",
  where: "For which place?", whereText: "Which online service is the right one, and who receives your application, depends on the place.", unknownPlace: "We did not find this place", unknownPlaceText: "“{words}” is no town or municipality here. Write its name without the district, or the postcode. If you do not know to which town the place belongs, dial 115.", noPlaceNeeded: "All about “{service}”", severalPlaces: "Do you mean one of these places?",
  unknownService: "This service is not in the directory", unknownServiceText: "This portal knows no service with the key {leika}. The address may be incomplete. Search for the service by its name, or ask the federal portal.",
  elsewhere: "This place is not in North Rhine-Westphalia", elsewhereText: "The regional key {ars} belongs to {state}. The federal portal finds the competent authority anywhere in Germany.", federal: "To the federal portal",
  signIn: "Sign-in", signInThere: "The online service tells you how to sign in.", minutes: "about {count} minutes",
};

const messages: Readonly<Record<Lang, Words>> = { de, en };
export type EfaWord = keyof Words;

export function sayEfa(lang: Lang, key: EfaWord, values: Readonly<Record<string, string | number>> = {}): string {
  return messages[lang][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
