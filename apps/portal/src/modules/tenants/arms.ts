/**
 * A coat of arms is shown as an image file of its own, where scripts do not run; all the same nothing active or foreign is let in.
 * Returns what is wrong, or undefined.
 */
export function armsProblem(svg: string): string | undefined {
  if (!/^\s*(<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(svg)) return "Das ist keine SVG-Datei.";
  if (/<!DOCTYPE|<!ENTITY/i.test(svg)) return "Die SVG-Datei darf keine DOCTYPE-Angabe haben.";
  if (/<\s*(script|foreignObject|iframe|object|embed|audio|video|use\s[^>]*href\s*=\s*["'](?!#))/i.test(svg)) return "Die SVG-Datei darf keine Skripte oder eingebetteten Inhalte haben.";
  if (/\son[a-z]+\s*=/i.test(svg) || /(href|src)\s*=\s*["']\s*(?!#)/i.test(svg) || /url\(\s*["']?(?!#)/i.test(svg)) return "Die SVG-Datei darf nichts von außen laden.";
  return undefined;
}
