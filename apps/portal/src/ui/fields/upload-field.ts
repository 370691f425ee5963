import { attr, html, type Html } from "@kommunalportal/html";
import type { UploadField, UploadedFile } from "@kommunalportal/form-engine";
import { button } from "../button.ts";
import { fileList } from "../file-list.ts";
import { formatFileSize, formatMediaTypes } from "../format.ts";
import { t } from "../text.ts";
import { controlId } from "./control-id.ts";
import { fieldFrame, fieldsetFrame } from "./field-frame.ts";
import type { FieldContext, FieldView } from "./field-view.ts";
import { describe } from "./text-field.ts";

const defaultTypes = ["application/pdf", "image/jpeg", "image/png"];
const defaultSize = 10 * 1_048_576;

/**
 * Formats and size before the choice, then what is already there with a button to remove each (`remove:<path>.<number>`, understood by the form engine).
 * `accept` only helps choosing; the server looks at the content. The button `upload:<path>` sends the file; the route then shows the step again without looking for missing answers.
 */
export function uploadField(view: FieldView<UploadField>, ctx: FieldContext): Html {
  const { field, path } = view;
  if (field.fetched !== undefined) return fetchedField(view, ctx);
  const { lang } = ctx;
  const types = field.accept ?? defaultTypes;
  const most = field.maxFiles ?? 1;
  const files = view.files ?? [];
  const size = field.maxSize ?? defaultSize;
  const full = files.length >= most;
  const hint = full ? t(lang, "upload.full") : `${most === 1 ? t(lang, "upload.one") : t(lang, "upload.count", { count: most })} ${t(lang, "upload.hint", { types: formatMediaTypes(types, lang), size: formatFileSize(size, lang) })}`;
  return fieldFrame(view, ctx, {
    extraHint: hint,
    control: (id, describedBy) => html`<div class="portal-upload"><div class="portal-upload__row"><input class="kern-form-input__input" type="file" id="${id}" name="${path}" accept="${types.join(",")}" ${attr("multiple", most > 1)} ${attr("disabled", full)} data-max-size="${size}" ${describe(describedBy, view)}>${!full && button({ kind: "secondary", text: t(lang, "upload.button"), name: `upload:${path}`, value: "1" })}</div>${files.length > 0 && html`<p class="portal-upload__title">${t(lang, "upload.files")}</p>${uploaded(files, view, ctx)}`}</div>`,
  });
}

/** Evidence from a register: what was taken over, and the button `fetch:<path>` that leads to the page of consent and preview. */
function fetchedField(view: FieldView<UploadField>, ctx: FieldContext): Html {
  const { lang } = ctx;
  const files = view.files ?? [];
  const full = files.length >= (view.field.maxFiles ?? 1);
  const id = controlId(view.path);
  return fieldsetFrame(view, ctx, {
    extraHint: full ? t(lang, "fetch.full") : t(lang, "fetch.hint"),
    body: html`<div class="portal-upload">${files.length > 0 && uploaded(files, view, ctx)}${!full && html`<button type="submit" class="kern-btn kern-btn--secondary" id="${id}" name="fetch:${view.path}" value="1"><span class="kern-label">${t(lang, "fetch.button")}</span></button>`}</div>`,
  });
}

function uploaded(files: readonly UploadedFile[], view: FieldView, ctx: FieldContext): Html {
  return fileList(ctx.lang, files.map((file, index) => ({
    name: file.name, size: file.size, type: file.type,
    ...(ctx.uploadsUnchecked === true ? { remark: t(ctx.lang, "upload.unchecked") } : {}),
    action: html`<button type="submit" class="kern-btn kern-btn--tertiary kern-btn--x-small" name="remove:${view.path}.${index}" value="1" aria-label="${t(ctx.lang, "upload.remove", { name: file.name })}"><span class="kern-label">${t(ctx.lang, "field.remove")}</span></button>`,
  })));
}
