import { html, type Html } from "@kommunalportal/html";
import { checkTheme, contrastRatio, type Theme } from "#ui/theme";
import type { Errors } from "./form-state.ts";

/** A colour as people type it, `17477E` or `#abc`, as `#rrggbb`; anything else stays as it is and is refused. */
export function colourOf(typed: string): string {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(typed)?.[1]?.toLowerCase();
  if (digits === undefined) return typed.slice(0, 40);
  return `#${digits.length === 3 ? [...digits].map((one) => one + one).join("") : digits}`;
}

const fields = { primary: { input: "hell", ground: "hellem", towards: 0 }, primaryDark: { input: "dunkel", ground: "dunklem", towards: 255 } } as const;

/** What is wrong with two colours, with the contrast that was reached, the one that is needed and a colour nearby that would do. */
export function colourProblems(theme: Theme): Errors {
  return Object.fromEntries(checkTheme(theme).map(({ field, code, ratio }) => {
    const { input, ground } = fields[field];
    if (code === "not-a-colour" || ratio === undefined) return [input, `Geben Sie die Farbe für ${input === "hell" ? "helle" : "dunkle"} Seiten als # mit sechs Ziffern oder Buchstaben von a bis f ein, zum Beispiel ${input === "hell" ? "#17477e" : "#8fbcf2"}.`];
    return [input, `Auf ${ground} Grund erreicht die Farbe ${theme[field]} nur einen Kontrast von ${decimal(ratio)} : 1. Nötig sind 4,5 : 1. Gut lesbar wäre ${nearestAllowed(field, theme[field])}.`];
  }));
}

/** »Heller Grund: 9,3 : 1. Dunkler Grund: 10,4 : 1.« */
export function contrastText({ primary, primaryDark }: Theme): string {
  return `Schrift und Grund erreichen hell ${decimal(contrastRatio(primary, "#ffffff"))} : 1 und dunkel ${decimal(contrastRatio(primaryDark, "#000000"))} : 1.`;
}

/** The same hue, darker or lighter in small steps until it is allowed; black and white always are. */
function nearestAllowed(field: keyof Theme, colour: string): string {
  const { towards } = fields[field];
  for (let step = 1; step < 50; step += 1) {
    const mixed = `#${[1, 3, 5].map((at) => Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * (1 - step / 50) + towards * (step / 50)).toString(16).padStart(2, "0")).join("")}`;
    const fitting = { primary: "#000000", primaryDark: "#ffffff", [field]: mixed };
    if (checkTheme(fitting).length === 0) return mixed;
  }
  return towards === 0 ? "#000000" : "#ffffff";
}

/** Rounded down: 4.49 is not 4.5. */
function decimal(ratio: number): string {
  return (Math.floor(ratio * 10) / 10).toLocaleString("de-DE", { minimumFractionDigits: 1 });
}

/** How the colours look on both grounds. Drawn, since pages carry no inline styles. */
export function themeSamples(theme: Theme): Html {
  return html`<p>${sample("hellem", theme.primary, "#ffffff", "#ffffff")} ${sample("dunklem", theme.primaryDark, "#000000", "#000000")}</p>`;
}

function sample(where: string, colour: string, ground: string, on: string): Html {
  return html`<svg role="img" aria-label="Muster auf ${where} Grund: Schaltfläche und Verweis in ${colour}" width="288" height="88" viewBox="0 0 288 88"><rect x="0.5" y="0.5" width="287" height="87" rx="8" fill="${ground}" stroke="#808080"/><rect x="16" y="22" width="128" height="44" rx="4" fill="${colour}"/><text x="80" y="50" text-anchor="middle" font-size="16" fill="${on}">Speichern</text><text x="164" y="50" font-size="16" fill="${colour}" text-decoration="underline">Ein Verweis</text></svg>`;
}
