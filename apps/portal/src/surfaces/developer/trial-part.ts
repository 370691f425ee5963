import { html, type Html } from "@kommunalportal/html";
import type { Client, Extensions } from "#modules/extensions";
import type { Tenant, Tenants } from "#modules/tenants";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import type { StaffVisit } from "../frame/index.ts";

/** Test town first: where this version has run, or the field for the reason why a productive town cannot wait for it. */
export async function trialPart(portal: { readonly extensions: Pick<Extensions, "installs">; readonly tenants: Pick<Tenants, "byId"> }, visit: StaffVisit, tenant: Tenant, { id, manifest: { version } }: Client): Promise<Html | false> {
  if (tenant.isDemo) return html`<p class="portal-muted">${tenant.name} ist eine Testkommune: Läuft Fassung ${version} hier, dürfen Kommunen im Betrieb sie danach erlauben.</p>`;
  const { ran, untried } = await portal.extensions.installs.trials({ tenant: tenant.id, client: id });
  const here = ran.filter((one) => one.version === version);
  const before = untried.map((one) => html`<p class="portal-muted">Fassung ${one.version} wurde am ${formatDate(one.at, "de")} ohne Probe erlaubt. Begründung: ${one.reason}</p>`);
  if (here.length > 0) return html`<p>Fassung ${version} lief in ${here.map((one) => `${portal.tenants.byId(one.tenant)?.name ?? "einer Testkommune"} seit ${formatDate(one.ranAt, "de")}`).join(", ")}.</p>${before}`;
  return html`${notice("de", { kind: "warning", title: `Fassung ${version} ist noch in keiner Testkommune gelaufen`, body: html`<p class="kern-body">Erlauben Sie sie zuerst in einer Testkommune, und lassen Sie das Programm dort laufen. Rechte zu entziehen geht jederzeit.</p>` })}
<div class="kern-form-input portal-field"><label class="kern-label" for="ausnahme">Begründung, wenn Recht oder Betrieb keine Probe zulassen</label><p class="kern-hint" id="ausnahme-hinweis">10 bis 500 Zeichen. Sie bleibt mit Ihrem Namen im Protokoll.</p><textarea class="kern-form-input__input" id="ausnahme" name="ausnahme" rows="3" maxlength="500" aria-describedby="ausnahme-hinweis">
${visit.field("ausnahme")}</textarea></div>${before}`;
}
