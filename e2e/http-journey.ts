import type { Browser, Reply } from "../apps/portal/src/testing/browser.ts";
import { answers, picture } from "./answers.ts";

/** Posts the form with a button, filled with what Erika knows of the controls on it. */
export function postForm(browser: Browser, page: Reply, service: string, button: string | RegExp, extra: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const form = page.page.form(button);
  const values = answers[service]!;
  const known = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== "file" && form.controls.some((control) => control.name === name)));
  const files = Object.entries(values).filter(([name, value]) => value === "file" && form.controls.some((control) => control.name === name))
    .map(([field]) => ({ field, name: picture.name, type: picture.mimeType, bytes: picture.buffer }));
  return browser.submit(page, form, { ...known, ...extra }, button, { files });
}

/** Ticks what has to be confirmed on the check page. */
export function confirmations(page: Reply): Record<string, string> {
  return Object.fromEntries(page.page.form(/verbindlich|absenden|melden/i).controls.filter(({ type }) => type === "checkbox").map(({ name, value }) => [name, value || "on"]));
}

/** Begins without sign-in and walks to the check page. */
export async function toCheckPage(browser: Browser, town: string, service: string): Promise<Reply> {
  let page = await browser.get(`${town}/antrag/${service}`);
  page = await postForm(browser, page, service, /beginnen/i);
  for (let step = 0; step < 20 && !new URL(page.url).pathname.endsWith("/pruefen"); step += 1) page = await postForm(browser, page, service, "Weiter");
  if (!new URL(page.url).pathname.endsWith("/pruefen")) throw new Error(`not at the end: ${page.url} ${page.page.text.slice(300, 800)}`);
  return page;
}
