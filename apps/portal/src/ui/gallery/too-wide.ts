import type { Page } from "playwright-core";

/** What reaches beyond the edge (code scrolls in its own box); the hero does so on purpose and is clipped. The body clips, so its scroll width would say nothing. */
export async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth + 1;
    const account = document.querySelector<HTMLDetailsElement>("header details");
    if (account !== null) account.open = true;
    const found = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && (box.right > edge || box.left < -1) && !element.classList.contains("portal-hero") && element.closest(".kern-sr-only, .portal-skip, thead, .portal-code code") === null;
    }).map((element) => element.outerHTML.slice(0, 120));
    if (account !== null) account.open = false;
    return found;
  });
}
