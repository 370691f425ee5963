import { html, type Html } from "@kommunalportal/html";
import { type AppointmentField, type SlotOffer, slotValue } from "@kommunalportal/form-engine";
import { formatDate } from "../format.ts";
import { t, type Lang } from "../text.ts";
import { check } from "./choice-field.ts";
import { controlId } from "./control-id.ts";
import { dateInputs } from "./date-field.ts";
import { fieldsetFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";

/** Free appointments as radios where the town's system offers some, and always the wish of a day: that is the whole of it where there is no such system. */
export function appointmentField(view: FieldView<AppointmentField>, ctx: FieldContext): Html {
  const slots = withChosen(ctx.slots?.get(view.path) ?? [], first(view, "slot"));
  return fieldsetFrame(view, ctx, {
    extraHint: t(ctx.lang, slots.length === 0 ? "appointment.wishHint" : "appointment.slotHint"),
    body: html`${slots.length > 0 && offered(view, slots, ctx.lang)}${wish(view, ctx)}`,
  });
}

/** What was chosen before stays to be chosen, also where nothing is offered any more: an extension has given it. */
function withChosen(slots: readonly SlotOffer[], chosen: string): readonly SlotOffer[] {
  const [, at, slot] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}) ([\w.:-]{1,100})$/.exec(chosen) ?? [];
  return at === undefined || slot === undefined || slots.some((one) => slotValue(one) === chosen) ? slots : [{ at, slot }, ...slots];
}

function offered(view: FieldView, slots: readonly SlotOffer[], lang: Lang): Html {
  const id = controlId(view.path, "slot");
  const chosen = first(view, "slot");
  const wrong = view.error?.input === "slot";
  const radios = [...slots.map((slot) => ({ value: slotValue(slot), label: inWords(slot, lang) })), { value: "wish", label: t(lang, "appointment.none") }];
  return html`<fieldset class="kern-fieldset portal-field" role="radiogroup"><legend class="kern-label">${t(lang, "appointment.free")}</legend><div class="kern-fieldset__body">${radios.map(({ value, label }, index) =>
    check({ type: "radio", id: index === 0 ? id : `${id}:${index + 1}`, name: `${view.path}.slot`, value, label, checked: chosen === value, wrong }))}</div></fieldset>`;
}

function wish(view: FieldView, ctx: FieldContext): Html {
  const id = controlId(view.path, "time");
  const wrong = view.error?.input === "time";
  const times = [["morning", t(ctx.lang, "appointment.morning")], ["afternoon", t(ctx.lang, "appointment.afternoon")], ["any", t(ctx.lang, "appointment.any")]] as const;
  return html`<div class="portal-part">${dateInputs(view, ctx, ["day", "month", "year"])}</div><fieldset class="kern-fieldset portal-part" role="radiogroup"><legend class="kern-label">${t(ctx.lang, "appointment.when")}</legend><div class="kern-fieldset__body">${times.map(([value, label], index) =>
    check({ type: "radio", id: index === 0 ? id : `${id}:${index + 1}`, name: `${view.path}.time`, value, label, checked: first(view, "time") === value, wrong }))}</div></fieldset>`;
}

function inWords({ at }: SlotOffer, lang: Lang): string {
  const [day = "", time = ""] = at.split("T");
  return `${formatDate(day, lang)}, ${lang === "en" ? time : `${time} Uhr`}`;
}
