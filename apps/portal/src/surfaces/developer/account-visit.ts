import { attr, html, type Content, type Html } from "@kommunalportal/html";
import type { Developer, Developers } from "#modules/developers";
import { clearCookie, cookieOf, csrfTokenMatches, problem, setCookie } from "#platform/http";
import { button, buttonGroup, csrfField, hiddenFields, type ButtonOptions } from "#ui/button";
import { controlId } from "#ui/fields/control-id";
import { fieldFrame } from "#ui/fields/field-frame";
import type { FieldView } from "#ui/fields/field-view";
import { describe, inputClass } from "#ui/fields/text-field";
import type { Visit } from "../frame/index.ts";

const cookie = "entwicklung";

export function remember(visit: Visit, token: string): void {
  setCookie(visit.reply, cookie, token, { sameSite: "Strict" });
}
export async function forget(visit: Visit, developers: Developers): Promise<void> {
  const token = cookieOf(visit.request, cookie);
  if (token !== undefined) await developers.signOut(token);
  clearCookie(visit.reply, cookie);
}

export async function developerOf(visit: Visit, developers: Developers): Promise<Developer | undefined> {
  const token = cookieOf(visit.request, cookie);
  return token === undefined ? undefined : developers.developer(token);
}

/** For what changes something: signed in, and the form comes from a page of this session. */
export async function signedIn(visit: Visit, developers: Developers): Promise<Developer> {
  const developer = await developerOf(visit, developers);
  if (!developer) throw problem(401, "signed-out");
  if (!csrfTokenMatches(developer.csrf, visit.field("_konto"))) throw problem(403, "form-expired");
  return developer;
}

/** A form of these pages. A citizen's or visitor's session at the same host has a token of its own, which the frame asks for. */
export function accountForm(visit: Visit, options: { readonly id?: string; readonly action: string; readonly developer?: Developer | undefined; readonly fields?: Readonly<Record<string, string>>; readonly body?: Content; readonly submit: ButtonOptions }): Html {
  return html`<form method="post" action="${visit.href(options.action)}" ${attr("id", options.id)} class="portal-form" novalidate data-once>${csrfField(visit.session?.csrf ?? "")}${hiddenFields({ ...(options.developer ? { _konto: options.developer.csrf } : {}), ...options.fields })}${options.body}${buttonGroup(button(options.submit))}</form>`;
}

export interface Control { readonly name: string; readonly label: string; readonly hint?: string; readonly value?: string; readonly error?: string | undefined }

function viewOf({ name, label, hint, value, error }: Control): FieldView {
  return { path: name, inputs: { "": [value ?? ""] }, ...(error === undefined ? {} : { error: { message: error } }), field: { kind: "field", id: name, type: "text", label: { de: label, en: label }, ...(hint === undefined ? {} : { hint: { de: hint, en: hint } }) } };
}

export function lineControl(visit: Visit, control: Control & { readonly autocomplete?: string }): Html {
  const view = viewOf(control);
  return fieldFrame(view, { lang: visit.lang }, { control: (id, describedBy) => html`<input class="${inputClass(view, "full")}" type="text" id="${id}" name="${control.name}" value="${control.value ?? ""}" autocomplete="${control.autocomplete ?? "off"}" spellcheck="false" ${describe(describedBy, view)}>` });
}

export function codeControl(visit: Visit, control: Control & { readonly rows?: number }): Html {
  const view = viewOf(control);
  return fieldFrame(view, { lang: visit.lang }, { control: (id, describedBy) => html`<textarea class="${inputClass(view, "full")} portal-code" id="${id}" name="${control.name}" rows="${String(control.rows ?? 12)}" spellcheck="false" autocomplete="off" ${attr("data-code", "")} ${describe(describedBy, view)}>
${control.value ?? ""}</textarea>` });
}

export const fieldIdOf = controlId;
