/** What a mail may say: the portal, that there is something, and how to get there. Never who wrote, about what, or for which service. */
export interface MailText { readonly subject: string; readonly text: string }

const ending = (address: string): string => `Aus Sicherheitsgründen steht in dieser E-Mail nicht, worum es geht. Wir fragen Sie in E-Mails nie nach Passwörtern oder PIN.

Diese E-Mail wurde automatisch versendet. Bitte antworten Sie nicht darauf.

— English —
There is something new for you on the municipal portal. Sign in to read it: ${address}
For your security this e-mail does not say what it is about. We never ask for passwords or PINs by e-mail.
`;

/** Something lies in the mailbox (§ 9 (1) OZG and § 41 (2a) VwVfG: told on the day of provision; § 8 Servicekonto.NRW-VO: without sender and content). */
export function newsText(address: string): MailText {
  return {
    subject: "Im Kommunalportal liegt etwas Neues für Sie bereit",
    text: `Guten Tag,

in Ihrem Postfach im Kommunalportal liegt etwas Neues für Sie bereit. Bitte melden Sie sich bald an und lesen Sie es. Mit dem Abruf oder einige Tage nach der Bereitstellung können Fristen beginnen.

${address}

${ending(address)}`,
  };
}

/** For somebody without account: number and code are with the person. */
export function visitorNewsText(address: string): MailText {
  return {
    subject: "Im Kommunalportal gibt es etwas Neues für Sie",
    text: `Guten Tag,

zu einem Vorgang, für den Sie diese Adresse hinterlassen haben, gibt es etwas Neues. Sie sehen es mit Ihrer Vorgangsnummer und Ihrem Abrufcode:

${address}

${ending(address)}`,
  };
}

/** An account that nobody has used for almost two years (§ 8 OZG: notice two months before the deletion). */
export function unusedText(address: string): MailText {
  return {
    subject: "Ihr Konto im Kommunalportal wird bald gelöscht",
    text: `Guten Tag,

Sie haben sich lange nicht im Kommunalportal angemeldet. In zwei Monaten wird Ihr Konto mit allem, was darin liegt, gelöscht. Wenn Sie es behalten möchten, melden Sie sich vorher einmal an. Sie können dort auch alles als Datei speichern.

${address}

${ending(address)}`,
  };
}

/** A draft that will be deleted; `day` is written out. */
export function draftText(address: string, day: string): MailText {
  return {
    subject: "Ein Entwurf im Kommunalportal wird bald gelöscht",
    text: `Guten Tag,

im Kommunalportal liegt ein Entwurf, den Sie noch nicht abgeschickt haben. Er wird am ${day} gelöscht. Wenn Sie weitermachen möchten, melden Sie sich vorher an.

${address}

${ending(address)}`,
  };
}
