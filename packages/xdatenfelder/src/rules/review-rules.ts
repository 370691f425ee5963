import type { Logic, Rule } from "@kommunalportal/form-engine";
import { nodesByPath } from "../form/nodes-by-path.ts";
import type { ToFormResult } from "../form/to-form.ts";
import type { RuleDecision } from "./decision.ts";
import { namesIn } from "./names.ts";
import { ruleKey } from "./occurrence.ts";

/** One rule as an editor sees it: its sentence beside the fields it names, and what the form would do. */
export interface RuleReview {
  /** For a decision: names the rule at its place. */
  readonly key: string;
  readonly sentence: string;
  /** What the sentence names, as far as the form has it: path and label. */
  readonly fields: readonly { readonly path: string; readonly label: string }[];
  readonly status: ToFormResult["rules"][number]["status"];
  readonly reason?: string;
  readonly assumption?: string;
  /** JSON Logic that the form has at the places the sentence names. Several rules about one place share one condition. */
  readonly proposal: { readonly conditions: readonly { readonly path: string; readonly when: Logic }[]; readonly checks: readonly Rule[] };
  readonly decision?: RuleDecision;
}

/** Every rule of a schema for the editor, in the order of the schema. */
export function reviewRules(made: ToFormResult): readonly RuleReview[] {
  const nodes = nodesByPath(made.form);
  return made.rules.map((outcome) => {
    const { regel, status, reason, assumption, decision } = outcome;
    const ids = new Set(namesIn(regel.freitextRegel).map((name) => name.split(".").at(-1)));
    const near = [...nodes].filter(([path]) => ids.has(made.paths.get(path)?.at(-1)) && (outcome.owner === undefined || path.startsWith(outcome.owner.path.split(".")[0] ?? "")));
    const checks = (made.form.rules ?? []).filter(({ id }) => id.replace(/_\d+$/, "") === regel.identifikation.id);
    return {
      key: ruleKey(outcome),
      sentence: regel.freitextRegel,
      fields: near.map(([path, node]) => ({ path, label: node.kind === "group" ? node.title.de : node.label.de })),
      status,
      proposal: status === "translated" ? { conditions: near.flatMap(([path, { when }]) => (when === undefined ? [] : [{ path, when }])), checks } : { conditions: [], checks: [] },
      ...(reason === undefined ? {} : { reason }),
      ...(assumption === undefined ? {} : { assumption }),
      ...(decision === undefined ? {} : { decision }),
    };
  });
}

/** The rules that nobody has decided about: they are listed wherever the form is published. What a field type checks by itself needs no decision. */
export function undecidedRules(made: ToFormResult): readonly RuleReview[] {
  return reviewRules(made).filter(({ decision, status }) => decision === undefined && status !== "covered");
}
