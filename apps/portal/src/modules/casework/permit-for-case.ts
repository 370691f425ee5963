import type { ApplicationContent } from "#modules/applications";
import type { Case } from "./case.ts";
import { makePermit, type NewPermit } from "./permit.ts";
import { type PermitRequest, permitRequest } from "./permit-request.ts";
import type { CaseworkDeps } from "./ports.ts";

/** The permit that a grant of this application would come with; undefined where the service knows none or its facts cannot be read. */
export async function permitAskedFor(deps: Pick<CaseworkDeps, "forms">, content: ApplicationContent): Promise<PermitRequest | undefined> {
  const service = await deps.forms.service(content.form.service, content.form.version);
  const request = service && permitRequest(service, content);
  return typeof request === "object" ? request : undefined;
}

/** Makes it for a case that a person grants. Not valid before it is stored with the decision. */
export async function permitForCase(deps: CaseworkDeps, one: Case): Promise<NewPermit | undefined> {
  const content = await deps.db.inTenant(one.tenant, (tx) => deps.applications.partContent(tx, one.application, one.part));
  const request = content && (await permitAskedFor(deps, content));
  return request && makePermit(deps, one.tenant, one.office, { title: request.title, plate: request.plate, zone: request.zoneName, validFrom: request.validFrom, validUntil: request.validUntil });
}
