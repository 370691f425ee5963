import { compileForm, parseStep, stepView, type Answers, type CompiledForm, type FieldError, type NodeView, type PostedFields, type RawInput } from "@kommunalportal/form-engine";
import type { SettingField, SettingValues } from "./settings-manifest.ts";

const step = "einstellungen";

/** The settings of a manifest as a form of the house. A secret that is set already may stay empty: then it stays as it is. */
function formOf(fields: readonly SettingField[], held: ReadonlySet<string>): CompiledForm {
  const nodes = fields.map(({ required, ...field }) => {
    if (field.type !== "secret") return { kind: "field", ...field, required };
    const { type: _secret, ...rest } = field;
    return {
      kind: "field", ...rest, type: "text", maxLength: 500, required: required && !held.has(field.id),
      hint: held.has(field.id)
        ? { de: `${field.hint === undefined ? "" : `${field.hint.de} `}Ist hinterlegt und wird nicht angezeigt. Leer lassen, um den Wert zu behalten.`, en: `${field.hint?.en ?? ""} Is stored and not shown. Leave empty to keep it.`.trim() }
        : { de: `${field.hint === undefined ? "" : `${field.hint.de} `}Wird verschlossen gespeichert und nicht wieder angezeigt.`, en: `${field.hint?.en ?? ""} Is stored sealed and not shown again.`.trim() },
    };
  });
  return compileForm({ id: step, version: "1.0.0", title: { de: "Einstellungen" }, steps: [{ id: step, title: { de: "Einstellungen" }, nodes }] } as Parameters<typeof compileForm>[0]);
}

const secretsOf = (fields: readonly SettingField[]): ReadonlySet<string> => new Set(fields.filter(({ type }) => type === "secret").map(({ id }) => id));

/** Whether the form engine takes these settings at all: asked when a manifest is taken. */
export function settingsFault(fields: readonly SettingField[]): boolean {
  try { formOf(fields, new Set()); return false; } catch { return true; }
}

export interface SettingsView { readonly nodes: readonly NodeView[]; readonly errors: readonly FieldError[] }

/** What stands in the form; never a secret. */
export function viewSettings(fields: readonly SettingField[], values: SettingValues, today: string, typed?: { readonly raw: RawInput; readonly errors: readonly FieldError[] }): SettingsView {
  const secrets = secretsOf(fields);
  const held = new Set(Object.keys(values).filter((id) => secrets.has(id)));
  const shown = Object.fromEntries(Object.entries(values).filter(([id]) => !secrets.has(id)));
  return { nodes: stepView(formOf(fields, held), step, shown as Answers, today, typed?.raw ?? new Map()).nodes, errors: typed?.errors ?? [] };
}

export type ReadSettings = { readonly ok: true; readonly values: SettingValues } | { readonly ok: false; readonly values: SettingValues; readonly raw: RawInput; readonly errors: readonly FieldError[] };

/** Reads a posted form over what was set before; only fields of the manifest come through. */
export function readSettingsForm(fields: readonly SettingField[], before: SettingValues, posted: PostedFields, today: string): ReadSettings {
  const secrets = secretsOf(fields);
  const known = new Set(fields.map(({ id }) => id));
  const held = Object.fromEntries(Object.entries(before).filter(([id]) => secrets.has(id) && known.has(id)));
  const parsed = parseStep(formOf(fields, new Set(Object.keys(held))), step, posted, {}, today);
  const typed = Object.fromEntries(Object.entries(parsed.answers).filter(([id, value]) => known.has(id) && value !== "" && ["string", "number", "boolean"].includes(typeof value))) as SettingValues;
  const values = { ...held, ...typed };
  return parsed.errors.length === 0 ? { ok: true, values } : { ok: false, values, raw: parsed.raw, errors: parsed.errors };
}
