import { formButton } from "#ui/button";
import { formatDateTime } from "#ui/format";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { actorAt, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";

/** GET `/verlauf`: who did what when; each state can be had back. */
export async function historyPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const changes = await portal.workshop.history({ tenant: copy.tenant, copy: copy.id });
  return workPage(portal, desk, {
    title: "Verlauf", area: "verlauf",
    body: table("de", {
      caption: "Verlauf", captionHidden: true, columns: [{ title: "Stand", numeric: true }, { title: "Was" }, { title: "Wer" }, { title: "Wann" }, { title: "Wiederherstellen", hidden: true }], rowHeader: 1,
      rows: changes.map(({ revision, what, name, at }) => [revision, what, name, formatDateTime(at, "de"), revision === copy.revision ? "jetzt" : formButton({ text: "Wiederherstellen", hidden: `Stand ${revision}`, kind: "tertiary", small: true, action: below("verlauf"), csrf: visit.staff.csrf, fields: { ...hiddenOf(desk), stand: String(revision) } })]),
    }),
  });
}

export async function restore(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const wanted = desk.visit.field("stand");
  if (!/^\d{1,9}$/.test(wanted)) return { redirect: desk.below("verlauf") };
  const outcome = await portal.workshop.restore(actorAt(desk), Number(wanted));
  if (outcome.ok) return { redirect: `${desk.below()}?getan=stand` };
  return outcome.why === "not-found" ? { missing: true } : { redirect: desk.below("verlauf") };
}
