import { errors, type Browser, type BrowserContext, type Frame, type Page } from "playwright-core";

export interface Project { readonly name: string; readonly javaScript: boolean; readonly viewport: { readonly width: number; readonly height: number } }

/** Journeys are walked three times. */
export const projects: readonly Project[] = [
  { name: "am Rechner", javaScript: true, viewport: { width: 1280, height: 900 } },
  { name: "auf dem Telefon", javaScript: true, viewport: { width: 320, height: 640 } },
  { name: "ohne JavaScript", javaScript: false, viewport: { width: 1280, height: 900 } },
];

/**
 * The longest journeys of staff and operators are walked in one way at each test run, so that it stays below a quarter of an hour, and in all three with
 * `ALL_PROJECTS=1 npm test -- e2e`.
 */
export const inOneWay = (name: "am Rechner" | "auf dem Telefon" | "ohne JavaScript"): readonly Project[] => (process.env["ALL_PROJECTS"] === "1" ? projects : projects.filter((project) => project.name === name));

export interface Visitor {
  readonly page: Page;
  readonly project: Project;
  /** Console errors and failed loads since the start: none is right. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** A person with a browser of their own: no cookies, no history. */
export async function visitor(browser: Browser, project: Project): Promise<Visitor> {
  const context: BrowserContext = await browser.newContext({ javaScriptEnabled: project.javaScript, viewport: project.viewport, locale: "de-DE", reducedMotion: "reduce" });
  // Far more than anything takes on a quiet machine (a form goes to 427 towns in one request): what waits in vain fails all the same.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, project, complaints, close: () => context.close() };
}

/**
 * Presses a button as a person does. playwright presses only what stood still for two frames; once in some ten thousand times the headless shell draws no further
 * frame of a page that nothing changes (seen in a whole run: the button was there and the page at rest for 15 s). A picture asks it for one, and the button is pressed once more:
 * a button that is hidden, disabled or covered still fails.
 */
export async function press(page: Page | Frame, name: string | RegExp): Promise<void> {
  const button = page.getByRole("button", { name, exact: typeof name === "string" }).first();
  try {
    await button.click();
  } catch (error) {
    // Of a button that is hidden, disabled, moving or covered it says so in the next line.
    if (!(error instanceof errors.TimeoutError) || !error.message.includes("enabled and stable") || /element is |performing click/.test(error.message)) throw error;
    await button.page().screenshot();
    await button.click();
  }
}
