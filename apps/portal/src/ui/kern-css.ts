/**
 * Cuts KERN's stylesheet (340 KB, of which a third are utility classes) down to the blocks that our components use. A rule stays when
 * one of its selectors needs no `kern-` class that we do not have; a page that used a block missing here would lose its looks in
 * the gallery test, not silently in production.
 */
export function pruneKernCss(css: string, blocks: ReadonlySet<string>, icons: ReadonlySet<string>): string {
  return splitRules(css).map((rule) => pruneRule(rule, blocks, icons)).join("");
}

interface Rule { readonly prelude: string; readonly body: string }

function pruneRule(rule: Rule, blocks: ReadonlySet<string>, icons: ReadonlySet<string>): string {
  const prelude = rule.prelude.replace(/^@charset "[^"]*";/, "");
  if (prelude.startsWith("@media")) {
    const inner = splitRules(rule.body).map((one) => pruneRule(one, blocks, icons)).join("");
    return inner === "" ? "" : `${prelude}{${inner}}`;
  }
  if (prelude.startsWith("@")) return `${prelude}{${rule.body}}`;
  const kept = splitSelectors(prelude).filter((selector) => isUsed(selector, blocks, icons));
  return kept.length === 0 ? "" : `${kept.join(",")}{${rule.body}}`;
}

function isUsed(selector: string, blocks: ReadonlySet<string>, icons: ReadonlySet<string>): boolean {
  return [...selector.matchAll(/\.(kern-[\w-]+)/g)].every(([, name = ""]) => {
    const modifier = /^kern-icon--([\w-]+)$/.exec(name)?.[1];
    if (modifier !== undefined) return icons.has(modifier);
    return blocks.has(name.replace(/(?:__|--).*$/, ""));
  });
}

/** Top-level rules of minified CSS: strings may hold braces, comments are gone. */
function splitRules(css: string): readonly Rule[] {
  const rules: Rule[] = [];
  let depth = 0;
  let begin = 0;
  let open = 0;
  for (let at = 0; at < css.length; at += 1) {
    const character = css[at];
    if (character === '"' || character === "'") at = endOfString(css, at);
    else if (character === "{") {
      if (depth === 0) open = at;
      depth += 1;
    } else if (character === "}") {
      depth -= 1;
      if (depth === 0) {
        rules.push({ prelude: css.slice(begin, open).trim(), body: css.slice(open + 1, at) });
        begin = at + 1;
      }
    }
  }
  if (depth !== 0) throw new Error("The stylesheet of KERN does not balance its braces");
  return rules;
}

function endOfString(css: string, begin: number): number {
  let at = begin + 1;
  while (at < css.length && css[at] !== css[begin]) at += css[at] === "\\" ? 2 : 1;
  return at;
}

/** Commas inside `:is(…)` and strings do not part selectors. */
function splitSelectors(prelude: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < prelude.length; at += 1) {
    const character = prelude[at];
    if (character === "(" || character === "[") depth += 1;
    else if (character === ")" || character === "]") depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(prelude.slice(begin, at));
      begin = at + 1;
    }
  }
  return [...parts, prelude.slice(begin)].map((part) => part.trim());
}
