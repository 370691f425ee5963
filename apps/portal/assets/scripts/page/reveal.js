// Shows and hides questions while the person answers, by the same conditions as the server (JSON Logic). What this script cannot
// evaluate stays as the server showed it; the server checks again in any case.
(() => {
  const form = document.querySelector("form:has(.portal-node)");
  if (!form) return;
  let known = {};
  try { known = JSON.parse(form.dataset.known ?? "{}"); } catch { /* without them only this step's answers count */ }
  const unknown = Symbol("cannot be evaluated here");

  const posted = (name) => [...form.elements].filter((one) => one.name === name && !one.closest("[hidden]") && (!/^(radio|checkbox)$/.test(one.type) || one.checked)).map((one) => one.value.trim()).filter((value) => value !== "");
  const read = {
    integer: (value) => Number(value.replace(/[.\s]/g, "")), number: (value) => Number(value.replace(/\s/g, "").replace(",", ".")),
    amount: (value) => Math.round(Number(value.replace(/[.\s€]/g, "").replace(",", ".")) * 100), yesno: (value) => value === "yes", declaration: (value) => value === "yes",
  };
  const answer = (path) => {
    const node = form.querySelector(`.portal-node[data-path="${CSS.escape(path)}"]`);
    if (!node) return path in known ? known[path] : unknown;
    if (node.hidden || node.parentElement.closest("[hidden]")) return null;
    const { type } = node.dataset;
    if (type === "date") {
      const [day, month, year] = ["day", "month", "year"].map((part) => posted(`${path}.${part}`)[0] ?? "");
      return /^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year) ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : null;
    }
    if (type === "choices") return posted(path);
    if (["group", "partial-date", "datetime", "upload", "place"].includes(type)) return unknown;
    const value = posted(path)[0];
    if (value === undefined) return null;
    const result = (read[type] ?? ((text) => text))(value);
    return Number.isNaN(result) ? null : result;
  };
  const truthy = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  const equal = (a, b) => (a ?? null) === (b ?? null) || (a !== null && b !== null && typeof a !== typeof b && Number(a) === Number(b));
  const ordered = (values, holds) => values.slice(1).every((b, at) => {
    const a = values[at];
    const fit = (one) => typeof one === "number" || typeof one === "string";
    return fit(a) && fit(b) && (typeof a === "string" && typeof b === "string" ? holds(a, b) : holds(Number(a), Number(b)));
  });
  const operators = {
    "==": ([a, b]) => equal(a, b), "!=": ([a, b]) => !equal(a, b), "===": ([a, b]) => (a ?? null) === (b ?? null), "!==": ([a, b]) => (a ?? null) !== (b ?? null),
    "!": ([a]) => !truthy(a), "!!": ([a]) => truthy(a), "<": (all) => ordered(all, (a, b) => a < b), "<=": (all) => ordered(all, (a, b) => a <= b), ">": (all) => ordered(all, (a, b) => a > b), ">=": (all) => ordered(all, (a, b) => a >= b),
    in: ([needle, all]) => (Array.isArray(all) || (typeof all === "string" && typeof needle === "string") ? all.includes(needle) : false),
  };
  const evaluate = (logic, entry) => {
    if (Array.isArray(logic)) return logic.map((one) => evaluate(one, entry));
    if (logic === null || typeof logic !== "object") return logic;
    const [operator] = Object.keys(logic);
    const given = logic[operator];
    if (operator === "var") {
      const path = Array.isArray(given) ? given[0] : given;
      if (typeof path !== "string") return unknown;
      return answer(path.startsWith("item.") ? `${entry}.${path.slice(5)}` : path);
    }
    const values = (Array.isArray(given) ? given : [given]).map((one) => evaluate(one, entry));
    if (operator === "and") return values.some((one) => one !== unknown && !truthy(one)) ? false : values.includes(unknown) ? unknown : true;
    if (operator === "or") return values.some((one) => one !== unknown && truthy(one)) ? true : values.includes(unknown) ? unknown : false;
    if (!(operator in operators) || values.some((one) => one === unknown || (Array.isArray(one) && one.includes(unknown)))) return unknown;
    return operators[operator](values);
  };
  const entryOf = (path) => /^(.*\.\d+)\.[^.]+/.exec(path)?.[1] ?? "";
  const update = () => {
    for (const body of form.querySelectorAll("[data-present]")) body.hidden = posted(body.dataset.present)[0] !== "yes";
    for (const part of form.querySelectorAll("[data-choice]")) part.hidden = posted(part.dataset.choice)[0] !== part.dataset.choiceValue;
    for (const node of form.querySelectorAll(".portal-node[data-when]")) {
      const result = evaluate(JSON.parse(node.dataset.when), entryOf(node.dataset.path));
      if (result !== unknown) node.hidden = !truthy(result);
    }
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
})();
