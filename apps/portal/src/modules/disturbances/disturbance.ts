export const components = ["portal", "bundid", "payment", "fachverfahren", "mail", "uploads"] as const;
export type Component = (typeof components)[number];

export interface Disturbance {
  readonly id: string;
  readonly component: Component;
  /** undefined: in all towns */
  readonly tenant: string | undefined;
  /** undefined: all services */
  readonly service: string | undefined;
  readonly kind: "disturbance" | "maintenance";
  readonly source: "probe" | "operator";
  readonly text: { readonly de: string; readonly en: string };
  readonly startsAt: Date;
  readonly endsAt: Date | undefined;
}

/** What a probe that failed says: what does not work, what still does. The telephone number is added by the page. */
export const probeTexts: Readonly<Record<Component, { readonly de: string; readonly en: string }>> = {
  portal: { de: "Das Portal arbeitet zurzeit nur eingeschränkt. Informationen zu den Leistungen können Sie weiter lesen.", en: "The portal is working with restrictions. You can still read about all services." },
  bundid: { de: "Die Anmeldung mit BundID ist zurzeit gestört. Leistungen ohne Anmeldung funktionieren weiter. Ihre Entwürfe bleiben erhalten.", en: "Signing in with BundID is disturbed at the moment. Services without sign-in still work. Your drafts are kept." },
  payment: { de: "Die Online-Bezahlung ist zurzeit gestört. Ausfüllen und Speichern funktionieren weiter; bezahlen können Sie später.", en: "Online payment is disturbed at the moment. You can still fill in and save; you can pay later." },
  fachverfahren: { de: "Die Übertragung in ein Fachverfahren ist verzögert. Ihr Antrag kommt trotzdem an: Er wird aufbewahrt und nachgeliefert.", en: "Delivery to an office system is delayed. Your application still arrives: it is kept and delivered later." },
  mail: { de: "Der Versand von E-Mail-Hinweisen ist verzögert. Nachrichten finden Sie wie gewohnt im Postfach.", en: "E-mail notices are delayed. You find your messages in the mailbox as usual." },
  uploads: { de: "Dateien können zurzeit nicht hochgeladen werden. Alles andere funktioniert weiter.", en: "Files cannot be uploaded at the moment. Everything else still works." },
};
