// Shows and hides questions and computes along while the person answers, by the engine's own JSON Logic. What hangs on an answer that this
// page cannot read stays as the server showed it; the server checks and computes again in any case.
(() => {
  const form = document.querySelector("form:has(.portal-node)");
  if (!form) return;
  const { compileLogic, truthy } = kommunalportalLogic;
  let known = {};
  try { known = JSON.parse(form.dataset.known ?? "{}"); } catch { /* without them only this step's answers count */ }
  const number = (value) => Number(value.replace(/[.\s]/g, "").replace(",", "."));
  const read = {
    integer: number, number: (value) => Number(value.replace(/\s/g, "").replace(",", ".")), amount: (value) => Math.round(number(value.replace("€", "")) * 100),
    yesno: (value) => value === "yes", declaration: (value) => value === "yes", iban: (value) => value.replace(/\s/g, "").toUpperCase(),
  };
  const unreadable = new Set(["partial-date", "datetime", "upload", "place", "area", "appointment", "info"]);
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(new Date());
  const compiled = new Map();
  const logicOf = (text) => {
    if (!compiled.has(text)) compiled.set(text, compileLogic(JSON.parse(text)));
    return compiled.get(text);
  };
  const entryOf = (path) => /^(.*\.\d+)\.[^.]+/.exec(path)?.[1];
  const put = (root, path, value) => {
    const keys = path.split(".");
    const last = keys.pop();
    let at = root;
    keys.forEach((key, i) => { at = at[key] ??= /^\d+$/.test(keys[i + 1] ?? last) ? [] : {}; });
    at[last] = value;
  };
  const get = (root, path) => path.split(".").reduce((at, key) => at?.[key], root);
  const valueOf = (type, path, values) => {
    if (type === "date") {
      const [day = "", month = "", year = ""] = ["day", "month", "year"].map((part) => values(`${path}.${part}`)[0]);
      return /^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year) ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : undefined;
    }
    const given = values(path);
    if (type === "choices") return given.length === 0 ? undefined : given;
    if (given[0] === undefined) return undefined;
    const value = (read[type] ?? ((text) => text))(given[0]);
    return Number.isNaN(value) ? undefined : value;
  };
  // The answers of this page as they stand, and the paths that it cannot read.
  const answers = () => {
    const posted = new Map();
    for (const one of form.elements) {
      const value = one.value?.trim() ?? "";
      if (value === "" || one.name === "" || one.closest("[hidden]") || (/^(radio|checkbox)$/.test(one.type) && !one.checked)) continue;
      posted.set(one.name, [...(posted.get(one.name) ?? []), value]);
    }
    const values = (name) => posted.get(name) ?? [];
    const root = {};
    const here = new Set(Object.keys(known));
    for (const path of here) put(root, path, known[path]);
    const blind = [];
    for (const node of form.querySelectorAll(".portal-node")) {
      const { path, type } = node.dataset;
      here.add(path);
      if (type === "group" || type === "computed" || node.closest("[hidden]")) continue;
      if (unreadable.has(type)) { blind.push(path); continue; }
      const value = valueOf(type, path, values);
      if (value !== undefined) put(root, path, value);
    }
    return { root, here, blind, values };
  };
  const evaluate = (text, path, { root, here, blind }) => {
    const { run, references, problems } = logicOf(text);
    const entry = entryOf(path);
    const absolute = references.filter(({ scoped }) => !scoped).map((one) => (one.path.startsWith("item.") ? `${entry}.${one.path.slice(5)}` : one.path)).filter((one) => one !== "$today");
    const sees = (one) => [...here].some((at) => at === one || at.startsWith(`${one}.`) || one.startsWith(`${at}.`)) && !blind.some((at) => at === one || at.startsWith(`${one}.`) || one.startsWith(`${at}.`));
    if (problems.length > 0 || !absolute.every(sees)) return undefined;
    try { return { value: run({ root, item: entry === undefined ? undefined : get(root, entry), today }) }; } catch { return { value: null }; }
  };
  const inWords = (value, { as, unit }) => {
    const words = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en-GB" : "de-DE", as === "amount" ? { style: "currency", currency: "EUR" } : { maximumFractionDigits: 10 }).format(as === "amount" ? value / 100 : value);
    return unit === undefined ? words : `${words} ${unit}`;
  };
  const compute = (seen) => {
    for (const output of form.querySelectorAll("output[data-compute]")) {
      const path = output.closest(".portal-node").dataset.path;
      const result = evaluate(output.dataset.compute, path, seen);
      if (result === undefined) { seen.blind.push(path); continue; }
      const right = typeof result.value === "number" && (output.dataset.as === "number" || Number.isSafeInteger(result.value));
      const words = right ? inWords(result.value, output.dataset) : output.dataset.none;
      if (output.textContent !== words) output.textContent = words;
      if (right && !output.closest("[hidden]")) put(seen.root, path, result.value);
    }
  };
  const pass = () => {
    const seen = answers();
    let changed = false;
    const show = (element, shown) => { if (element.hidden === shown) { element.hidden = !shown; changed = true; } };
    for (const body of form.querySelectorAll("[data-present]")) show(body, seen.values(body.dataset.present)[0] === "yes");
    for (const part of form.querySelectorAll("[data-choice]")) show(part, seen.values(part.dataset.choice)[0] === part.dataset.choiceValue);
    compute(seen);
    for (const node of form.querySelectorAll(".portal-node[data-when]")) {
      const result = evaluate(node.dataset.when, node.dataset.path, seen);
      if (result !== undefined) show(node, truthy(result.value));
    }
    return changed;
  };
  // Tells the server what this page has shown meanwhile, so that it does not show the page again for questions that were seen.
  const marks = [...form.querySelectorAll("input[name='$shown']")];
  const tell = () => {
    const seen = (element) => element !== null && !element.closest("[hidden]");
    const paths = [
      ...[...form.querySelectorAll(".portal-node[data-when]")].filter(seen).map((node) => node.dataset.path),
      ...[...form.querySelectorAll("[data-present]")].filter(seen).map((body) => body.dataset.present),
      ...[...form.querySelectorAll("[data-choice]")].map((part) => part.querySelector(".portal-node")).filter(seen).map((node) => node.dataset.path),
    ];
    marks.forEach((mark, i) => { mark.value = i === marks.length - 1 ? paths.slice(i * 200).join(" ") : paths.slice(i * 200, i * 200 + 200).join(" "); });
  };
  // What is hidden counts no longer, so others may follow; no condition hangs on itself.
  const update = () => { for (let i = 0; i < 10 && pass(); i += 1); tell(); };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
})();
