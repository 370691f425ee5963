import { z } from "zod";

const text = z.string().trim().min(1).max(200);
const base = {
  /** Name within the program; forms and permissions speak of the page by it. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** What stands on the tab, on the button, above the frame. */
  title: z.strictObject({ de: text, en: text.optional() }),
  /** https, on a host of its own. The portal adds from which town somebody comes (`iss`, `ort`) and `start` (a launch code), or `sprache` where there is none. */
  url: z.url({ protocol: /^https?$/ }).max(500),
};

/** A page of a program and the kind of place where a portal leads to it or shows it. */
export const extensionPage = z.discriminatedUnion("place", [
  /** A tab of a case, in a sandboxed frame; for clerks. */
  z.strictObject({ ...base, place: z.literal("case-tab") }),
  /** A step of a form names it; the person is led there and comes back with values for fields of that step. */
  z.strictObject({ ...base, place: z.literal("form-step") }),
  /** A step of a form names it; the portal itself asks, and the person stays. */
  z.strictObject({ ...base, place: z.literal("form-check") }),
  /** An online service of its own: the pages of these services (LeiKa keys) lead there. The portal adds `iss`, `ort` and `sprache`. */
  z.strictObject({ ...base, place: z.literal("service"), services: z.array(z.string().regex(/^99\d{12}$/)).min(1).max(50) }),
  /** A small frame on pages of the town, the same for everybody. */
  z.strictObject({
    ...base, place: z.literal("widget"),
    where: z.array(z.enum(["start", "service", "account"])).min(1).max(3),
    /** Services (LeiKa keys) on whose pages it stands, for `service`. */
    services: z.array(z.string().regex(/^99\d{12}$/)).max(50).default([]),
    /** CSS pixels; what is higher is scrolled inside. */
    height: z.int().min(80).max(600),
  }),
]);

export type ExtensionPage = z.infer<typeof extensionPage>;
export type PlaceKind = ExtensionPage["place"];
export type WidgetPage = Extract<ExtensionPage, { place: "widget" }>;
export type WidgetPlace = WidgetPage["where"][number];

/** In words for the person who permits it. */
export const placeTexts: Readonly<Record<PlaceKind, { readonly de: string; readonly en: string }>> = {
  "case-tab": { de: "Reiter im Vorgang, für Ihre Sachbearbeitung", en: "Tab in the case, for your clerks" },
  "form-step": { de: "Schritt in Formularen: Die Person wechselt auf die Seite der Erweiterung und kommt mit Angaben zurück", en: "Step in forms: the person goes to the extension’s page and comes back with answers" },
  "form-check": { de: "Prüfung in Formularen: Das Portal fragt die Erweiterung, die Person bleibt im Formular", en: "Check in forms: the portal asks the extension, the person stays in the form" },
  service: { de: "Eigener Online-Dienst: Die Leistungsseite Ihrer Kommune führt dorthin", en: "Online service of its own: the service page of your municipality leads there" },
  widget: { de: "Kachel auf Seiten Ihres Portals, ohne Daten der Person", en: "Tile on pages of your portal, without data of the person" },
};

export interface PageRules {
  /** Host of the Leitportal with port; towns are below it. */
  readonly portalHost: string;
  /** Sandbox installations only: pages on a developer's own machine. */
  readonly httpAllowed: boolean;
}

export type PageFault = "not-https" | "with-password" | "with-fragment" | "portals-own-host";

/**
 * Whether pages of a program may be shown beside ours: encrypted, and never at a host of the portal, where a page would be of the portal's
 * own origin and could reach its session.
 */
export function faultOfPage(url: string, { portalHost, httpAllowed }: PageRules): PageFault | undefined {
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (username !== "" || password !== "") return "with-password";
  if (hash !== "") return "with-fragment";
  const own = portalHost.replace(/:\d+$/, "").toLowerCase();
  if (hostname === own || hostname.endsWith(`.${own}`)) return "portals-own-host";
  return protocol === "https:" || httpAllowed ? undefined : "not-https";
}

export const pageFaultTexts: Readonly<Record<PageFault, string>> = {
  "not-https": "muss eine Adresse mit https sein.",
  "with-password": "darf keine Zugangsdaten enthalten.",
  "with-fragment": "darf keinen Teil nach # haben.",
  "portals-own-host": "darf nicht unter einer Adresse dieses Portals liegen: Seiten von Erweiterungen brauchen einen eigenen Rechnernamen.",
};
