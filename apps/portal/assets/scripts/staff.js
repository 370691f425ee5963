// Keys for the lists of the staff's pages; never while one is typing, never together with Ctrl, Alt or Meta (WCAG 2.1.4).
(() => {
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const at = current();
    const next = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next].querySelector("a, button, input")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog")) return;
    const hint = document.querySelector("[data-shortcuts]");
    if (event.key === "/") { const search = document.getElementById("suche") ?? document.querySelector("input[type=search]"); if (search) { event.preventDefault(); search.focus(); } }
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "o") rows()[current()]?.querySelector("a")?.click();
    else if (event.key === "n") document.querySelector("a[data-next]")?.click();
    else if (event.key === "?" && hint) { hint.open = !hint.open; hint.querySelector("summary").focus(); }
  });
})();

// Pulls a question or a whole step of the form designer to another place, beside the buttons »Hoch« and »Runter«, by the same form. A question of a
// group stays in its group. While a step is pulled all of them are folded to their titles: the way is short then, however many questions there are.
(() => {
  const form = document.querySelector("[data-pull-form]");
  if (!form) return;
  let pulled;
  let goal;
  const marks = ["portal-work__goal", "portal-work__goal--after", "portal-work__goal--list"];
  const clear = () => { document.querySelectorAll(".portal-work__goal, .portal-work__goal--list").forEach((one) => { one.classList.remove(...marks); }); goal = undefined; };
  const end = () => { pulled?.classList.remove("portal-work__row--pulled"); document.querySelector(".portal-work--steps")?.classList.remove("portal-work--steps"); pulled = undefined; clear(); };
  const mayStand = (list) => (list.dataset.pullList.startsWith("schritt:") ? pulled.parentElement.dataset.pullList.startsWith("schritt:") : list === pulled.parentElement);
  const mark = (at, y) => {
    const { top, height } = at.getBoundingClientRect();
    const after = y > top + height / 2;
    at.classList.add("portal-work__goal");
    if (after) at.classList.add("portal-work__goal--after");
    return after;
  };
  /** The list and the question before which it would stand, under the pointer. */
  const aimQuestion = (x, y) => {
    clear();
    const under = document.elementFromPoint(x, y);
    if (under?.closest("[data-pull]") === pulled) return;
    for (let row = under?.closest("[data-pull]"); row; row = row.parentElement.closest("[data-pull]")) {
      if (!mayStand(row.parentElement) || row === pulled) continue;
      goal = { list: row.parentElement, before: mark(row, y) ? row.nextElementSibling : row };
      return;
    }
    const list = under?.closest(".portal-work__step")?.querySelector("[data-pull-list]");
    if (list && mayStand(list)) { list.classList.add("portal-work__goal--list"); goal = { list, before: null }; }
  };
  /** The step before which it would stand. */
  const aimStep = (x, y) => {
    clear();
    const step = document.elementFromPoint(x, y)?.closest("[data-pull-step]");
    if (!step || step === pulled) return;
    const next = step.nextElementSibling;
    goal = { before: !mark(step, y) ? step : next?.matches("[data-pull-step]") ? next : null };
  };
  const send = (fields) => {
    for (const [name, value] of Object.entries(fields)) { const input = document.createElement("input"); Object.assign(input, { type: "hidden", name, value }); form.append(input); }
    form.submit();
  };
  const hold = (row, { begin, aim, drop }) => {
    const grip = document.createElement("span");
    grip.className = "portal-work__grip";
    grip.setAttribute("aria-hidden", "true");
    row.querySelector(".portal-work__bar").prepend(grip);
    let from;
    let at;
    let rolling;
    // At the edge the page goes on for as long as the pointer rests there.
    const roll = () => {
      if (pulled !== row || rolling !== undefined) return;
      const by = at.clientY < 48 ? -8 : at.clientY > window.innerHeight - 48 ? 8 : 0;
      if (by === 0) return;
      window.scrollBy(0, by);
      aim(at.clientX, at.clientY);
      rolling = requestAnimationFrame(() => { rolling = undefined; roll(); });
    };
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      pulled = row;
      from = event.clientY;
      row.classList.add("portal-work__row--pulled");
    });
    grip.addEventListener("pointermove", (event) => {
      if (pulled !== row) return;
      if (from !== undefined && Math.abs(event.clientY - from) > 6) { from = undefined; begin?.(event.clientY); }
      at = event;
      roll();
      aim(event.clientX, event.clientY);
    });
    grip.addEventListener("pointercancel", end);
    grip.addEventListener("pointerup", () => {
      if (pulled !== row) return;
      const to = goal;
      end();
      if (to) drop(to);
    });
  };
  for (const row of document.querySelectorAll("[data-pull]")) {
    hold(row, { aim: aimQuestion, drop: ({ list, before }) => {
      const next = before === row ? row.nextElementSibling : before;
      send({ ziehen: row.dataset.pull, ort: list.dataset.pullList, vor: next?.dataset.pull.split(".").at(-1) ?? "" });
    } });
  }
  const steps = document.querySelectorAll("[data-pull-step]");
  if (steps.length > 1) for (const step of steps) {
    hold(step, {
      aim: aimStep,
      begin: (y) => {
        step.parentElement.classList.add("portal-work--steps");
        const { top, height } = step.getBoundingClientRect();
        window.scrollBy(0, top + height / 2 - y);
      },
      drop: ({ before }) => { send({ "schritt-ziehen": step.dataset.pullStep, vor: before?.dataset.pullStep ?? "" }); },
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
})();
