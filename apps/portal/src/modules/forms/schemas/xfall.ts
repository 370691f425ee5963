import type { Answers, UploadedFile } from "@kommunalportal/form-engine";
import { exportXfallJson, readSchema, xfallNamespace, xfallXml, type Stammdatenschema, type XfallObject } from "@kommunalportal/xdatenfelder";
import type { Database } from "#platform/database";
import type { PublishedService } from "../published-service.ts";
import { findSchema } from "./schema-store.ts";

/** The answers of an imported form in the words of its schema: what a Fachverfahren for this schema reads. */
export interface XfallData {
  /** `urn:fim-de:xfall:xdf3:S05000001299V1.0.0` */
  readonly namespace: string;
  readonly json: XfallObject;
  readonly xml: string;
}

const sourced = /^(S\d{11}) (\d+\.\d+\.\d+)$/;

/** How the data of a form are called that came from a schema; undefined for a form that did not. */
export function ownSchemaOf({ form: { definition: { source = "" } } }: PublishedService): string | undefined {
  const [, id, version] = sourced.exec(source) ?? [];
  return id === undefined || version === undefined ? undefined : xfallNamespace({ identifikation: { id, version } });
}

/**
 * Makes XFall data of submitted answers. Undefined for a form that did not come from a schema that is kept here, or whose fields were
 * changed so much since that they are none of the schema's any more: then the portal's own data are all there is.
 */
export function createXfall(db: Database) {
  const schemas = new Map<string, Promise<Stammdatenschema | undefined>>();

  async function schemaOf(source: string): Promise<Stammdatenschema | undefined> {
    const [, id, version] = sourced.exec(source) ?? [];
    if (id === undefined || version === undefined) return undefined;
    const xml = await db.asOperator("read a schema", (tx) => findSchema(tx, { id, version }));
    const read = xml && readSchema(xml);
    return read?.ok === true ? read.schema : undefined;
  }

  return async (service: PublishedService, answers: Answers, attachment: (file: UploadedFile) => string = ({ id }) => id): Promise<XfallData | undefined> => {
    const { source } = service.form.definition;
    if (source === undefined) return undefined;
    // A numbered version never changes, so what was read stays right; what was not there may come.
    const known = schemas.get(source) ?? schemaOf(source);
    schemas.set(source, known);
    const forget = (): void => { schemas.delete(source); };
    const schema = await known.catch((error: unknown) => { forget(); throw error; });
    if (schema === undefined) { forget(); return undefined; }
    try {
      const json = exportXfallJson(schema, answers, { attachment });
      return { namespace: xfallNamespace(schema), json, xml: xfallXml(schema, json) };
    } catch {
      return undefined;
    }
  };
}
