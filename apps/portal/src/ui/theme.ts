import { makeAsset, type Asset } from "./assets.ts";

/** A town's colours as `#rrggbb`: one for light pages, one for dark ones. */
export interface Theme { readonly primary: string; readonly primaryDark: string }

/** WCAG 1.4.3 for text; the colour carries links and the words on buttons. */
const enough = 4.5;
// The grounds of KERN on which the colour stands: white, neutral-025; black, neutral-950, neutral-900.
const lightGrounds = ["#ffffff", "#f3f4f7"];
const darkGrounds = ["#000000", "#131525", "#1d2034"];

/** Contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, definition of contrast ratio). Throws for anything that is no colour. */
export function contrastRatio(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

export interface ThemeProblem { readonly field: keyof Theme; readonly code: "not-a-colour" | "contrast-too-low"; /** What was reached, where a contrast is too low. */ readonly ratio?: number }

/** Empty when a town may use the colours. */
export function checkTheme(theme: Theme): readonly ThemeProblem[] {
  return [...checkColour("primary", theme.primary, lightGrounds), ...checkColour("primaryDark", theme.primaryDark, darkGrounds)];
}

/** The stylesheet of a town. Throws when the colours were refused by {@link checkTheme}: only checked ones are ever stored. */
export function themeCss(theme: Theme): string {
  const problems = checkTheme(theme);
  if (problems.length > 0) throw new Error(`These colours are refused: ${problems.map(({ field, code }) => `${field} ${code}`).join(", ")}`);
  const light = declarations(theme.primary, "#ffffff");
  const dark = declarations(theme.primaryDark, "#000000");
  return `:root,[data-kern-theme=light]{${light}}@media (prefers-color-scheme:dark){:root:not([data-kern-theme=light]){${dark}}}[data-kern-theme=dark]{${dark}}\n`;
}

/** The town's stylesheet with its hashed address `/assets/theme/<slug>.<hash>.css`. */
export function themeAsset(slug: string, theme: Theme): Asset {
  if (!/^[a-z0-9-]{1,80}$/.test(slug)) throw new Error("Not the slug of a town");
  return makeAsset(`theme/${slug}.css`, Buffer.from(themeCss(theme)));
}

function declarations(colour: string, on: string): string {
  return `--kern-color-action-default:${colour};--kern-color-action-on-default:${on};--kern-color-action-state-indicator-default:${colour};--kern-color-action-state-indicator-tint:${on};--portal-town:${colour};--portal-on-town:${on}`;
}

function checkColour(field: keyof Theme, colour: string, grounds: readonly string[]): readonly ThemeProblem[] {
  if (!isColour(colour)) return [{ field, code: "not-a-colour" }];
  const ratio = Math.min(...grounds.map((ground) => contrastRatio(colour, ground)));
  return ratio < enough ? [{ field, code: "contrast-too-low", ratio }] : [];
}

function isColour(colour: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(colour);
}

function luminance(colour: string): number {
  if (!isColour(colour)) throw new TypeError("A colour is written as #rrggbb");
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
