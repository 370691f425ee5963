import type { Locator, Page } from "playwright-core";

export type FileToChoose = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** How somebody works a page. */
export interface Hands {
  fill(input: Locator, text: string): Promise<void>;
  /** Ticks a box, chooses a radio button. */
  check(input: Locator): Promise<void>;
  /** The entry of a list at a place, counted from 0. */
  select(list: Locator, index: number): Promise<void>;
  attach(input: Locator, files: FileToChoose | readonly FileToChoose[]): Promise<void>;
  /** A button or a link that leads to another page. */
  press(control: Locator): Promise<void>;
}

/** Somebody with a mouse or a finger. */
export const mouse: Hands = {
  fill: (input, text) => input.fill(text),
  check: (input) => input.check(),
  select: async (list, index) => { await list.selectOption({ index }); },
  attach: (input, files) => input.setInputFiles(files as never),
  press: (control) => control.click(),
};

/** More than any page has; whatever is not reached by then is not reached at all. */
const mostTabs = 600;

/**
 * Somebody who has nothing but a keyboard, as with a screen reader: everything is reached with Tab, and what has the focus shows it. Fails with
 * the name of the control that cannot be reached or is not seen. `pressed` counts the keys.
 */
export function keyboard(page: Page): Hands & { readonly pressed: () => number } {
  let count = 0;
  // While nobody listens the browser opens its own dialog, which no test can answer.
  page.on("filechooser", () => {});
  const key = async (name: string): Promise<void> => { count += 1; await page.keyboard.press(name); };
  const type = async (text: string): Promise<void> => { count += text.length; await page.keyboard.type(text); };
  const focused = (control: Locator): Promise<boolean> => control.evaluate((element) => element === document.activeElement);

  async function reach(control: Locator): Promise<void> {
    for (let tabs = 0; !await focused(control); tabs += 1) {
      if (tabs === mostTabs) throw new Error(`not reached by Tab on ${page.url()}: ${await control.evaluate((element) => element.outerHTML.slice(0, 200))}`);
      await key("Tab");
    }
    const seen = await control.evaluate((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const shown = (style: CSSStyleDeclaration): boolean => (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
      const around = [element.nextElementSibling, element.parentElement].some((other) => other !== null && shown(getComputedStyle(other)));
      const { top, bottom } = element.getBoundingClientRect();
      return { mark: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || around, inView: bottom > 0 && top < innerHeight };
    });
    if (!seen.mark || !seen.inView) throw new Error(`the focus is not seen on ${page.url()}: ${JSON.stringify(seen)} ${await control.evaluate((element) => element.outerHTML.slice(0, 200))}`);
  }

  /** One of a group of radio buttons takes the focus, the arrows go on from there. */
  async function checkRadio(input: Locator): Promise<void> {
    const group = page.locator(`input[type=radio][name="${await input.getAttribute("name") ?? ""}"]`);
    for (let tabs = 0; !await group.evaluateAll((all) => all.some((one) => one === document.activeElement)); tabs += 1) {
      if (tabs === mostTabs) throw new Error(`no radio button of the group is reached by Tab on ${page.url()}: ${await input.getAttribute("name")}`);
      await key("Tab");
    }
    await key("Space");
    for (let arrows = 0; !await input.isChecked(); arrows += 1) {
      if (arrows === 60) throw new Error(`the arrows do not lead to ${await input.getAttribute("value")} on ${page.url()}`);
      await key("ArrowDown");
    }
  }

  return {
    pressed: () => count,
    async fill(input, text) {
      await reach(input);
      // A date is typed part by part, as the browser shows it; every other text replaces what stands there.
      if (await input.getAttribute("type") === "date") return type(text.split("-").toReversed().join(""));
      await key("Control+A");
      await (text === "" ? key("Delete") : type(text));
    },
    async check(input) {
      if (await input.getAttribute("type") === "radio") return checkRadio(input);
      await reach(input);
      if (!await input.isChecked()) await key("Space");
    },
    async select(list, index) {
      await reach(list);
      await key("Home");
      for (let i = 0; i < index; i += 1) await key("ArrowDown");
    },
    async attach(input, files) {
      await reach(input);
      const chooser = page.waitForEvent("filechooser");
      await key("Enter");
      await (await chooser).setFiles(files as never);
    },
    async press(control) {
      await reach(control);
      // A key does not wait for the page that it leads to, as a click does.
      const moved = page.waitForEvent("framenavigated");
      await key("Enter");
      await moved;
      await page.waitForLoadState();
    },
  };
}
