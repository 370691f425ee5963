import { parseServicePackage, FormDefinitionError, type DefinitionProblem, type FormDefinition, type Node, type PrefillSource, type ServicePackage } from "@kommunalportal/form-engine";
import { codelistLookup, codelistReferences, readGenericode, readSchema, toForm, undecidedRules, type Codelist, type CodelisteReferenz, type Note, type RuleDecision, type RuleReview, type Stammdatenschema, type XdfError } from "@kommunalportal/xdatenfelder";
import type { CodelistFile } from "./codelist-store.ts";
import type { SchemaVersion } from "./rule-decision-store.ts";
import type { PublishOutcome } from "./publish-service.ts";
import { missingLists, type FetchedLists, type WhyNoList } from "./schemas/codelist-source.ts";
import { versionOf } from "./schemas/schema-store.ts";
import { land } from "./schemas/land.ts";

/** A schema of the FIM-Portal and what it does not say about the service. */
export interface SchemaImport {
  /** XDatenfelder 3.0.0, message 0102. */
  readonly xml: string | Uint8Array;
  /** Genericode files of code lists it refers to; they are kept for later imports. Lists read before are found by themselves. */
  readonly codelists: readonly (string | Uint8Array)[];
  readonly slug: string;
  /** LeiKa key, 14 digits. */
  readonly leikaKey: string;
  /** Role of the competent office, for example `jugendamt`. */
  readonly office: string;
  readonly trustLevel: "none" | "basis" | "substantiell" | "hoch";
  /** Whether the case needs an account of the person. */
  readonly account: boolean;
  readonly retentionMonths: number;
  readonly minutes?: number;
  /** Whether to publish although nobody has decided about some of its rules: who says so has seen them. Default no. */
  readonly publishUndecided?: boolean;
  /** Number of the form's version; unless told, that of the schema. */
  readonly asVersion?: string;
  /** Unless told: the legal references of the schema. */
  readonly legalBasis?: string;
}

export type SchemaImportOutcome =
  | { readonly ok: true; readonly service: ServicePackage; readonly published: "now" | "before"; readonly notes: readonly Note[]; readonly warnings: readonly XdfError[]; readonly undecided: readonly RuleReview[] }
  /** `notes` and `warnings` are for the editor in any case. */
  | { readonly ok: false; readonly why: "unreadable"; readonly errors: readonly XdfError[]; readonly warnings: readonly XdfError[] }
  /** Nothing was kept. */
  | { readonly ok: false; readonly why: "not-a-service"; readonly problems: readonly DefinitionProblem[]; readonly notes: readonly Note[] }
  /** Nothing was published; schema and lists are kept, so that an editor can decide. */
  | { readonly ok: false; readonly why: "undecided-rules"; readonly schema: SchemaVersion; readonly undecided: readonly RuleReview[]; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly why: "version-already-published"; readonly notes: readonly Note[] };

/** What an import needs of the database. */
export interface ImportPorts {
  readonly publish: (service: ServicePackage) => Promise<PublishOutcome>;
  readonly ruleDecisions: (schema: SchemaVersion) => Promise<ReadonlyMap<string, RuleDecision>>;
  /** Keeps the lists; gives those that stand there already with other content. */
  readonly keepCodelists: (lists: readonly CodelistFile[]) => Promise<readonly CodelistFile[]>;
  /** Keeps the schema for whoever decides about its rules. */
  readonly keepSchema: (schema: Stammdatenschema, xml: string | Uint8Array) => Promise<"stored" | "known" | "differs">;
  readonly findCodelists: (references: readonly CodelisteReferenz[]) => Promise<readonly Codelist[]>;
  /** From outside, by URN and version; nothing where the operator has set no source. */
  readonly fetchCodelists: (references: readonly CodelisteReferenz[]) => Promise<FetchedLists>;
}

/** XDatenfelder schema → form → service package → published version. What an editor must look at comes back as notes. */
export async function importSchema(given: SchemaImport, ports: ImportPorts): Promise<SchemaImportOutcome> {
  const schema = readSchema(given.xml);
  const lists = given.codelists.map((list) => ({ ...readGenericode(list), genericode: typeof list === "string" ? list : new TextDecoder().decode(list) }));
  const broken = lists.flatMap((list) => (list.ok ? [] : list.errors));
  if (!schema.ok || broken.length > 0) return { ok: false, why: "unreadable", errors: [...(schema.ok ? [] : schema.errors), ...broken], warnings: schema.warnings };
  const files = lists.flatMap((list): readonly CodelistFile[] => (list.ok ? [{ codelist: list.codelist, genericode: list.genericode }] : []));
  const version = versionOf(schema.schema);
  // What comes with the schema stands before what was kept.
  const references = codelistReferences(schema.schema);
  const here = [...files.map(({ codelist }) => codelist), ...(await ports.findCodelists(references))];
  const fetched = await ports.fetchCodelists(missingLists(references, here));
  const known = [...here, ...fetched.lists.map(({ codelist }) => codelist)];
  const made = toForm(schema.schema, codelistLookup(known), { land, decisions: await ports.ruleDecisions(version) });
  const form = given.asVersion === undefined ? made.form : { ...made.form, version: given.asVersion };
  const told: readonly Note[] = [...made.notes, ...fetched.failed.map(notFetched), { kind: "assumption", path: "", text: "Kurztext, Unterlagen, Dauer und Datenschutzhinweise stehen nicht im Schema. Sie sind allgemein gehalten; prüfen und ergänzen Sie sie." }];

  let service: ServicePackage;
  try {
    service = parseServicePackage(describe(given, form, schema.schema), form);
  } catch (error) {
    if (!(error instanceof FormDefinitionError)) throw error;
    return { ok: false, why: "not-a-service", problems: error.problems, notes: told };
  }
  // Only what becomes a service is kept, so that a refusal has changed nothing.
  const differing = await ports.keepCodelists(files);
  await ports.keepCodelists(fetched.lists);
  const kept = await ports.keepSchema(schema.schema, given.xml);
  const notes: readonly Note[] = [...told, ...differing.map(differs), ...(kept === "differs" ? [OTHER_FILE] : [])];
  const undecided = undecidedRules(made);
  if (undecided.length > 0 && given.publishUndecided !== true) return { ok: false, why: "undecided-rules", schema: version, undecided, notes };
  const outcome = await ports.publish(service);
  return outcome.ok ? { ok: true, service, published: outcome.published, notes, warnings: schema.warnings, undecided } : { ok: false, why: outcome.why, notes };
}

const OTHER_FILE: Note = { kind: "assumption", path: "", text: "Diese Version des Schemas war schon mit anderem Inhalt gespeichert. Der Dienst folgt der mitgegebenen Datei; die Seite zu den Regeln zeigt die frühere. Eine geänderte Fassung sollte eine neue Version tragen." };

const whyNotFetched: Readonly<Record<WhyNoList, string>> = {
  "no-urn": "ihre Kennung ist keine URN, nach der man fragen kann", "not-there": "das XRepository kennt sie in dieser Version nicht", "too-many-requests": "das XRepository nimmt gerade keine Anfragen mehr an",
  unreachable: "das XRepository antwortet nicht", unreadable: "was kam, ist keine lesbare Codeliste", "another-list": "was kam, ist eine andere Liste oder Version",
};

function notFetched({ reference: { canonicalIdentification, version }, why }: FetchedLists["failed"][number]): Note {
  return { kind: "codelist", path: "", text: `Die Codeliste ${canonicalIdentification}${version === undefined ? "" : `, Version ${version},`} ließ sich nicht holen: ${whyNotFetched[why]}. Lesen Sie ihre Datei zusammen mit dem Schema ein.` };
}

function differs({ codelist: { canonicalUri, version } }: CodelistFile): Note {
  return { kind: "codelist", path: "", text: `Die Codeliste ${canonicalUri}, Version ${version}, war schon mit anderem Inhalt gespeichert. Für diesen Dienst gilt die mitgegebene Datei; gespeichert bleibt die frühere.` };
}

/** The description around the form. Sentences that fit every service; an editor writes better ones in a new version. */
function describe(given: SchemaImport, form: FormDefinition, schema: Stammdatenschema): object {
  const attributes = [...new Set(form.steps.flatMap(({ nodes }) => [...prefilled(nodes)]))];
  const signIn = given.trustLevel !== "none" || given.account ? "required" : attributes.length > 0 ? "optional" : "never";
  const legalBasis = given.legalBasis ?? [...new Set(schema.bezug.map(({ text }) => text.replace(/\s+/g, " ").trim()))].join("; ");
  const title = form.title.de;
  return {
    slug: given.slug,
    leika: given.leikaKey,
    title: form.title,
    short: { de: `${title} online beantragen.` },
    trustLevel: given.trustLevel,
    signIn,
    account: given.account,
    attributes,
    documents: [...uploads(form.steps.flatMap(({ nodes }) => nodes))].slice(0, 20).map(({ label, required }) => ({ text: label, required })),
    minutes: given.minutes ?? Math.min(240, Math.max(5, form.steps.length * 3)),
    privacy: {
      purpose: { de: `Die Angaben werden gebraucht, um Ihr Anliegen »${title}« zu bearbeiten.` },
      legalBasis: { de: legalBasis === "" ? "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 Abs. 1 DSG NRW" : legalBasis },
      recipients: [{ de: "Die zuständige Stelle der Verwaltung" }],
      term: { de: `Der Vorgang wird ${given.retentionMonths} Monate nach seinem Abschluss gelöscht.` },
    },
    retentionMonths: given.retentionMonths,
    legalArea: "vwvfg",
    recipients: [given.office],
    submitLabel: { de: "Verbindlich absenden", en: "Submit" },
  };
}

function* prefilled(nodes: readonly Node[]): Generator<PrefillSource> {
  for (const node of nodes) {
    if (node.kind === "group") yield* prefilled(node.nodes);
    else if (node.kind === "field" && node.prefill !== undefined) yield node.prefill;
  }
}

function* uploads(nodes: readonly Node[]): Generator<{ readonly label: { readonly de: string; readonly en?: string }; readonly required: boolean }> {
  for (const node of nodes) {
    if (node.kind === "group") yield* uploads(node.nodes);
    else if (node.type === "upload") yield { label: node.label, required: node.required !== false && node.when === undefined };
  }
}
