import { html, type Html } from "@kommunalportal/html";
import { button, buttonGroup } from "#ui/button";
import { check } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import type { AccountVisit, Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { filled, wordsIn } from "./messages.ts";
import { asOwn } from "./with-account.ts";

/** Part of `/konto`: where messages go besides; nothing where the installation has no such mailbox or BundID gave no address of it. */
export async function outsidePart(portal: AccountPages, visit: AccountVisit): Promise<Html | false> {
  const { lang, session } = visit;
  const { account } = session;
  const words = wordsIn(lang);
  const { offered, chosen, latest } = await asOwn(portal, visit, async (tx) => ({
    offered: await portal.mailbox.outside.offered(tx, account), chosen: await portal.mailbox.outside.chosen(tx, account), latest: await portal.mailbox.outside.latest(tx, account),
  }));
  if (!offered.includes("zbp")) return false;
  const [failed, reached] = [latest[0]?.state === "failed" ? latest[0] : undefined, latest.find(({ state }) => state === "accepted")];
  const option = (value: string, text: string, checked: boolean): Html => check({ type: "radio", id: `postfach-${value}`, name: "postfach", value, label: text, checked });
  return section({
    title: words.outsideTitle, id: "postfach", body: html`${failed !== undefined && notice(lang, { kind: "warning", title: filled(words.outsideFailed, { date: formatDate(failed.at, lang) }) })}<p>${words.outsideText}</p><p>${words.outsideLaw}</p>${reached !== undefined && html`<p>${filled(words.outsideReached, { date: formatDate(reached.at, lang) })}</p>`}
${form(lang, { action: visit.href("/konto/postfach"), csrf: session.csrf, body: html`<fieldset class="kern-fieldset portal-field"><legend class="kern-label">${words.outsideLegend}</legend><div class="kern-fieldset__body">${option("hier", words.outsideHere, chosen !== "zbp")}${option("zbp", words.outsideZbp, chosen === "zbp")}</div></fieldset>${buttonGroup(button({ text: words.outsideSave, kind: "secondary" }))}` })}`,
  });
}

/** POST `/konto/postfach`. */
export async function chooseOutside(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const { account } = visit.session;
  await asOwn(portal, visit, async (tx) => {
    const wanted = visit.field("postfach") === "zbp" && (await portal.mailbox.outside.offered(tx, account)).includes("zbp");
    await portal.mailbox.outside.choose(tx, account, wanted ? "zbp" : undefined);
  });
  return { redirect: visit.href("/konto?erledigt=postfach#postfach") };
}
