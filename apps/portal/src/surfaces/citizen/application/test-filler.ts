import assert from "node:assert/strict";
import type { CompiledForm, Field, FieldView, NodeView } from "@kommunalportal/form-engine";
import { stepView } from "@kommunalportal/form-engine";
import { csrfOf, errorsOf, headingOf, hiddenOf, textOf, type Browser, type ChosenFile, type Fields, type Page } from "./test-browser.ts";

export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
export const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const today = "2026-11-22";

/** What somebody answers where the kind of field alone does not tell: by the last part of the path. */
const known: Readonly<Record<string, string>> = { plz: "00101", postalCode: "00101", kennzeichen: "MU-EB 123", kennzeichenBisher: "MU-EB 77", chip: "276000000000001", groesse: "58", gewicht: "31,5", anzahl: "1", jahr: "1984" };
const days: Readonly<Record<string, readonly [string, string, string]>> = { beginn: ["1", "12", "2026"], von: ["1", "12", "2026"], bis: ["4", "12", "2026"], ab: ["1", "8", "2027"], termin: ["1", "3", "2027"], geboren: ["1", "5", "2020"], einzug: ["1", "11", "2026"], ende: ["1", "11", "2026"], "angaben.geburtsdatum": ["1", "3", "2025"], seit: ["1", "8", "2024"], geburt: ["1", "5", "2024"] };

/** Names and values for one field, as a browser would send them. */
function valuesFor(view: FieldView, choose: Readonly<Record<string, string>>): { readonly fields: Fields; readonly files: readonly ChosenFile[] } {
  const { definition: field } = view;
  const path = view.values[0]?.path ?? view.path;
  if (field.fixed !== undefined || field.type === "info" || field.type === "computed") return { fields: [], files: [] };
  if (field.type === "upload") return { fields: [], files: view.required && view.values[0]?.value === undefined ? [field.accept?.includes("application/pdf") === false ? { field: path, name: "Bild.png", content: png } : { field: path, name: "Nachweis.pdf", content: pdf }] : [] };
  if (field.type === "date" || field.type === "partial-date") {
    const [day, month, year] = days[path] ?? days[field.id] ?? ["12", "8", "1984"];
    return { fields: [[`${path}.day`, day], [`${path}.month`, month], [`${path}.year`, year]], files: [] };
  }
  if (field.type === "appointment") return { fields: [["day", "1"], ["month", "12"], ["year", "2027"], ["time", "any"]].map(([part = "", value = ""]) => [`${path}.${part}`, value] as const), files: [] };
  return { fields: [[path, choose[path] ?? one(field)]], files: [] };
}

function one(field: Field): string {
  switch (field.type) {
    case "choice":
    case "choices": return field.options[0]?.value ?? "";
    case "yesno": return "no";
    case "declaration": return "yes";
    case "email": return "erika@post.example";
    case "phone": return "0999 555-17";
    case "iban": return "DE02120300000000202051";
    case "time": return "14:30";
    case "integer":
    case "number":
    case "amount": return known[field.id] ?? String(field.min ?? 1);
    case "place":
    case "area": return "Lindenweg 7";
    case "longtext": return "Tiefes Loch in der Fahrbahn";
    case "text": return known[field.id] ?? "Beispiel";
    // Have several inputs or none; answered above.
    case "date":
    case "partial-date":
    case "datetime":
    case "upload":
    case "appointment":
    case "computed":
    case "info": throw new Error(`a ${field.type} field has no single value`);
  }
}

function visibleFields(nodes: readonly NodeView[]): readonly FieldView[] {
  return nodes.flatMap((node): readonly FieldView[] => {
    if (!node.visible) return [];
    return node.kind === "field" ? [node] : [...visibleFields(node.nodes), ...(node.entries ?? []).flatMap((entry) => visibleFields(entry.nodes))];
  });
}

/** Everything on a page that a person would fill in, read from the page itself: only inputs that it shows. */
export function filledIn(form: CompiledForm, page: Page, choose: Readonly<Record<string, string>> = {}): { readonly fields: Fields; readonly files: readonly ChosenFile[] } {
  const step = page.path.split("?", 1)[0]?.split("/").at(-1) ?? "";
  const shown = new Set(page.all.flatMap(({ attributes, tag }) => (["input", "select", "textarea"].includes(tag) ? [attributes.get("name") ?? ""] : [])));
  const hiddenPaths = page.all.filter(({ attributes }) => attributes.has("hidden") && attributes.has("data-path")).map(({ attributes }) => attributes.get("data-path") ?? "");
  // The page says what is visible; the form only what a fitting value looks like.
  const all = visibleFields(markVisible(stepView(form, step, {}, today).nodes, hiddenPaths)).map((view) => valuesFor(view, choose));
  return {
    fields: [...hiddenOf(page), ...all.flatMap(({ fields }) => fields).filter(([name]) => shown.has(name))],
    files: all.flatMap(({ files }) => files).filter(({ field }) => shown.has(field) && !page.body.includes(`name="remove:${field}.0"`)),
  };
}

function markVisible(nodes: readonly NodeView[], hidden: readonly string[]): readonly NodeView[] {
  return nodes.map((node): NodeView => {
    const visible = !hidden.includes(node.path);
    return node.kind === "field" ? { ...node, visible } : { ...node, visible, nodes: markVisible(node.nodes, hidden), ...(node.entries ? { entries: node.entries.map((entry) => ({ ...entry, nodes: markVisible(entry.nodes, hidden) })) } : {}) };
  });
}

/** Walks from the first page of a draft to the check page, answering whatever is asked. */
export async function fillTo(citizen: Browser, form: CompiledForm, first: Page, choose: Readonly<Record<string, string>> = {}): Promise<Page> {
  let page = first;
  for (let i = 0; i < 25; i += 1) {
    if (page.path.split("?", 1)[0]?.endsWith("/pruefen") === true) return page;
    const { fields, files } = filledIn(form, page, choose);
    const path = page.path.split("?", 1)[0] ?? "";
    page = files.length > 0 ? await citizen.upload(path, fields, files) : await citizen.post(path, fields);
    assert.equal(page.status, 200, `${path}: ${headingOf(page)}: ${errorsOf(page).join(" | ") || textOf(page).slice(0, 300)}`);
  }
  return assert.fail(`the form does not end: ${page.path}`);
}

/** Begins a draft of a service and says where it leads. */
export async function begin(citizen: Browser, service: string): Promise<Page> {
  const start = await citizen.get(`/antrag/${service}`);
  const page = await citizen.post(`/antrag/${service}/entwurf`, [csrfOf(start)]);
  return page.path.includes("/uebernahme") ? citizen.post(page.path, [...hiddenOf(page), ["auswahl", "nein"]]) : page;
}

export const send = (citizen: Browser, check: Page, more: Fields = []): Promise<Page> => citizen.post(check.path.split("?", 1)[0]!.replace(/pruefen$/, "absenden"), [...hiddenOf(check), ...more]);
