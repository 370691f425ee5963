import { Readable } from "node:stream";
import { wholePart } from "#modules/applications";
import { exportSubmitted } from "@kommunalportal/form-engine";
import { zipStream, type ZipEntry } from "#platform/sheets";
import { answersToOthers, withoutOthersFiles } from "./answers-to-others.ts";
import { formatCaseDocument } from "./case-document.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { findCase } from "./case-store.ts";
import { eventsOf, reachableCase, sectionsOf, staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

/**
 * A case for the office without Fachverfahren: the declaration as PDF, the data with what was written since as JSON (of an imported schema as XFall, too), all files, all decisions with what was enclosed. Files that nobody could check for
 * malware are left out and named in the data.
 */
export async function caseZip(deps: CaseworkDeps, reach: Reach, id: string): Promise<{ readonly name: string; readonly content: Readable } | undefined> {
  const seen = await reachableCase(deps, reach, id);
  if (!seen) return undefined;
  const read = await deps.answers.inCase(reach.tenant, seen.application, async (tx, head) => {
    const one = await findCase(tx, reach.tenant, id);
    const content = one && (await deps.applications.partContent(tx, one.application, one.part));
    if (!one || !content || !reaches(reach, one.office)) return undefined;
    await deps.audit.record(tx, { tenant: reach.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor: staffActor(reach, one.office), action: "application.fetch", subject: { kind: "application", id: one.application } });
    const toOthers = await answersToOthers(tx, await deps.answers.requests(tx, one.application), reach.tenant, one.application);
    const decisions = [];
    for (const decision of await deps.answers.decisions(tx, one.application)) if (decision.office === one.office) decisions.push({ decision, enclosure: (await deps.answers.decisionContent(tx, decision.id))?.content.enclosure?.name });
    return { one, head, content: withoutOthersFiles(content, one, toOthers), events: eventsOf(await deps.applications.timeline(tx, one.application, { kind: "tenant" }, "office"), one, toOthers), decisions };
  });
  if (!read) return undefined;
  const { one, head, content } = read;
  const at = deps.clock.now();
  const service = await deps.forms.service(content.form.service, content.form.version);
  if (!service) throw new Error("the form of the application is missing");
  const pdf = await deps.documents.render("summary", formatCaseDocument({ one, head, content, town: deps.tenants.byId(reach.tenant), office: deps.offices.describe(reach.tenant, one.office)?.name, title: service.package.service.title.de, sections: await sectionsOf(deps, content, one.part) }), { standard: "ua-1", createdAt: at });
  const data = JSON.stringify({
    vorgangsnummer: one.reference, leistung: { slug: one.service, leika: head.leikaKey, formular: content.form.version }, teil: one.part, eingang: one.receivedAt.toISOString(), kanal: one.channel, ...(head.receivedOn === undefined ? {} : { papierEingegangenAm: head.receivedOn }), vertrauensniveau: head.trustLevel,
    antworten: exportSubmitted(service.form, content.answers), dateien: content.files.map((file) => ({ name: file.name, groesse: file.size, typ: file.type, sha256: file.sha256, pruefung: file.scan })),
    verlauf: read.events.map(({ at: when, type, actor, text, data: about }) => ({ zeit: when.toISOString(), ereignis: type, von: actor.kind, ...(typeof about["status"] === "string" ? { stand: about["status"] } : {}), ...(text === undefined ? {} : { text }) })),
  }, null, 2);
  const xfall = one.part === wholePart ? await deps.forms.xfall(service, content.answers, ({ name }) => `Dateien/${name}`) : undefined;
  const entries: ZipEntry[] = [
    { name: `${one.reference}/Antrag.pdf`, modified: at, open: () => Readable.from([pdf]) },
    { name: `${one.reference}/Daten.json`, modified: at, open: () => Readable.from([Buffer.from(data)]) },
    ...(xfall === undefined ? [] : [["XFall.xml", xfall.xml], ["XFall.json", JSON.stringify(xfall.json, null, 2)]] as const).map(([name = "", text = ""]): ZipEntry => ({ name: `${one.reference}/${name}`, modified: at, open: () => Readable.from([Buffer.from(text)]) })),
    ...content.files.filter(({ kind, scan }) => kind !== "rendition" && (scan === "clean" || scan === "unchecked")).map((file): ZipEntry => ({
      name: `${one.reference}/Dateien/${file.name}`, modified: file.createdAt,
      open: async () => {
        const opened = await deps.db.inTenant(reach.tenant, (tx) => deps.applications.openFile(tx, { application: one.application, file: file.id }, { kind: "tenant" }));
        if (!opened.ok) throw new Error(`a file of the case cannot be opened: ${opened.why}`);
        return opened.content;
      },
    })),
    ...read.decisions.flatMap(({ decision, enclosure }, i): ZipEntry[] => {
      const entry = (name: string, which: "letter" | "enclosure"): ZipEntry => ({
        name: `${one.reference}/Bescheide/${name}`, modified: decision.decidedAt,
        open: async () => {
          const file = await deps.db.inTenant(reach.tenant, (tx) => deps.answers.decisionFile(tx, decision.id, which));
          if (!file) throw new Error(`the ${which} of a decision is missing`);
          return file;
        },
      });
      return [entry(`Bescheid-${i + 1}.pdf`, "letter"), ...(enclosure === undefined ? [] : [entry(`Bescheid-${i + 1}-Anlage-${enclosure.replaceAll("/", "-")}`, "enclosure")])];
    }),
  ];
  return { name: `${one.reference}.zip`, content: zipStream(entries) };
}
