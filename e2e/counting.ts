import type { Locator, Page } from "playwright-core";

/** Counts what a person does: each click, each entry, each choice is one. Going back to a page by its address is not counted; it is not done. */
export class Counting {
  readonly done: string[] = [];
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async click(what: Locator): Promise<void> {
    this.done.push(`Klick: ${((await what.getAttribute("aria-label")) ?? (await what.innerText())).trim()}`);
    await what.click();
    await this.#page.waitForLoadState();
  }

  async link(name: string | RegExp): Promise<void> {
    await this.click(this.#page.getByRole("link", { name, exact: typeof name === "string" }).first());
  }

  async press(name: string | RegExp): Promise<void> {
    await this.click(this.#page.getByRole("button", { name, exact: typeof name === "string" }).first());
  }

  async fill(label: string | Locator, value: string): Promise<void> {
    const input = typeof label === "string" ? this.#page.getByLabel(label, { exact: true }).first() : label;
    this.done.push(`Eingabe: ${value}`);
    await input.fill(value);
  }

  async choose(label: string | Locator, option: string): Promise<void> {
    const input = typeof label === "string" ? this.#page.getByLabel(label, { exact: true }).first() : label;
    this.done.push(`Auswahl: ${option}`);
    await input.selectOption({ label: option });
  }

  async check(label: string | RegExp): Promise<void> {
    this.done.push(`Ankreuzen: ${String(label)}`);
    await this.#page.getByLabel(label).first().check();
  }
}
