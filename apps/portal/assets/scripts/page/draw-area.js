// Draws an area on a board in metres around its first corner: with the arrow keys and Enter, with buttons, or with the pointer. The text with the corners stays
// the answer, and words and size are an equal way. No map: whoever needs one has the corners to look up, and nothing is loaded from other hosts.
(() => {
  const svg = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const metresNorth = 111_195;
  const spans = [10, 20, 50, 100, 200, 500, 1000];
  const size = 200;

  for (const box of document.querySelectorAll("[data-draw]")) {
    const field = box.closest("[data-area]").querySelector("textarea");
    const board = box.querySelector("[data-board]");
    const status = box.querySelector("[role=status]");
    const words = JSON.parse(box.dataset.words);
    const say = (key, values = {}) => { status.textContent = words[key].replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? "")); };
    const number = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(value);
    let span = 20;
    let cursor = { x: 0, y: 0 };
    let held = -1;
    let dragging = false;
    let start;

    const read = () => field.value.split(";").map((pair) => pair.trim().split(/[ ,]+/).map(Number)).filter((pair) => pair.length === 2 && pair.every(Number.isFinite) && Math.abs(pair[0]) < 85).map(([lat, lon]) => ({ lat, lon }));
    const east = () => metresNorth * Math.cos((start.lat * Math.PI) / 180);
    const toMetres = ({ lat, lon }) => ({ x: (lon - start.lon) * east(), y: (lat - start.lat) * metresNorth });
    const points = () => {
      const corners = read();
      start ??= corners[0];
      return start === undefined ? [] : corners.map(toMetres);
    };
    const write = (metres) => {
      field.value = metres.map(({ x, y }) => `${(start.lat + y / metresNorth).toFixed(6)} ${(start.lon + x / east()).toFixed(6)}`).join("; ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const squares = (metres) => Math.abs(metres.reduce((sum, { x, y }, i) => { const next = metres[(i + 1) % metres.length]; return sum + x * next.y - next.x * y; }, 0)) / 2;
    const at = ({ x, y }) => words.at.replace(/\{(\w+)\}/g, (_all, name) => ({ north: number(Math.abs(y)), northWord: words[y < 0 ? "south" : "north"], east: number(Math.abs(x)), eastWord: words[x < 0 ? "west" : "east"] })[name] ?? "");
    const where = () => at(cursor);

    /** Pixels of the board; north is up. */
    const px = ({ x, y }) => ({ x: size / 2 + (x / span) * size, y: size / 2 - (y / span) * size });
    const draw = () => {
      const metres = points();
      box.classList.toggle("portal-draw--waiting", start === undefined);
      const drawing = svg("svg", { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" });
      for (let i = 0; i <= 10; i += 1) {
        const line = (size / 10) * i;
        drawing.append(svg("line", { x1: line, y1: 0, x2: line, y2: size, class: "portal-draw__grid" }), svg("line", { x1: 0, y1: line, x2: size, y2: line, class: "portal-draw__grid" }));
      }
      drawing.append(svg("text", { x: size / 2 + 3, y: 8, class: "portal-draw__text" }, "N ↑"), svg("text", { x: 3, y: size - 4, class: "portal-draw__text" }, `□ ${number(span / 10)} m`));
      if (metres.length > 1) drawing.append(svg("polygon", { points: metres.map(px).map(({ x, y }) => `${x},${y}`).join(" "), class: "portal-draw__area" }));
      metres.forEach((corner, i) => {
        const { x, y } = px(corner);
        drawing.append(svg("circle", { cx: x, cy: y, r: i === held ? 5 : 3.5, class: "portal-draw__corner" }), svg("text", { x: x + 5, y: y - 4, class: "portal-draw__text" }, String(i + 1)));
      });
      if (start !== undefined) { const { x, y } = px(cursor); drawing.append(svg("path", { d: `M${x - 7} ${y}h14M${x} ${y - 7}v14`, class: "portal-draw__cursor" })); }
      board.replaceChildren(drawing);
    };
    const state = () => {
      const metres = points();
      if (start === undefined) { say("first"); return; }
      say(metres.length > 2 ? "area" : "corners", { count: metres.length, size: number(squares(metres)) });
    };
    const keepInSight = () => {
      const reach = Math.max(Math.abs(cursor.x), Math.abs(cursor.y)) * 2;
      if (reach > span) span = spans.find((one) => one >= reach) ?? span;
    };
    const step = () => span / 40;
    const round = (value) => Math.round(value * 100) / 100;

    const move = (dx, dy, far) => {
      if (start === undefined) { say("first"); return; }
      const by = step() * (far ? 10 : 1);
      const limit = spans.at(-1) / 2;
      cursor = { x: Math.max(-limit, Math.min(limit, round(cursor.x + dx * by))), y: Math.max(-limit, Math.min(limit, round(cursor.y + dy * by))) };
      if (held >= 0) write(points().map((corner, i) => (i === held ? cursor : corner)));
      keepInSight();
      draw();
      status.textContent = where();
    };
    const setCorner = () => {
      if (start === undefined) { say("first"); return; }
      if (held >= 0) { held = -1; draw(); state(); return; }
      const metres = points();
      if (metres.length >= 100) { say("most"); return; }
      write([...metres, cursor]);
      draw();
      state();
    };
    const takeBack = () => {
      const metres = points();
      if (metres.length === 0) return;
      held = -1;
      write(metres.slice(0, -1));
      draw();
      state();
    };
    /** The next corner, taken in hand: the arrow keys move it until Enter. */
    const nextCorner = (back) => {
      const metres = points();
      if (metres.length === 0) { say("first"); return; }
      held = (held + (back ? -1 : 1) + metres.length) % metres.length;
      cursor = { x: round(metres[held].x), y: round(metres[held].y) };
      keepInSight();
      draw();
      status.textContent = `${words.held.replace("{count}", String(held + 1))} ${where()}`;
    };
    const zoom = (by) => {
      span = spans[Math.max(0, Math.min(spans.length - 1, spans.indexOf(span) + by))];
      draw();
      say("span", { size: number(span) });
    };

    const keys = {
      ArrowUp: (far) => { move(0, 1, far); }, ArrowDown: (far) => { move(0, -1, far); }, ArrowLeft: (far) => { move(-1, 0, far); }, ArrowRight: (far) => { move(1, 0, far); },
      Enter: setCorner, Backspace: takeBack, Delete: takeBack, PageDown: () => { nextCorner(false); }, PageUp: () => { nextCorner(true); }, "+": () => { zoom(-1); }, "-": () => { zoom(1); },
    };
    board.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act(event.shiftKey);
    });
    const acts = { north: () => { move(0, 1); }, south: () => { move(0, -1); }, west: () => { move(-1, 0); }, east: () => { move(1, 0); }, corner: setCorner, back: takeBack, next: () => { nextCorner(false); }, nearer: () => { zoom(-1); }, farther: () => { zoom(1); } };
    for (const button of box.querySelectorAll("[data-act]")) button.addEventListener("click", () => { acts[button.dataset.act](); });

    const under = (event) => {
      const { left, top, width, height } = board.getBoundingClientRect();
      return { x: round(((event.clientX - left) / width - 0.5) * span), y: round((0.5 - (event.clientY - top) / height) * span) };
    };
    board.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      if (start === undefined) { say("first"); return; }
      const point = under(event);
      const near = points().findIndex(({ x, y }) => Math.hypot(x - point.x, y - point.y) < span / 20);
      cursor = point;
      held = near;
      dragging = near >= 0;
      if (dragging) board.setPointerCapture(event.pointerId); else setCorner();
    });
    board.addEventListener("pointermove", (event) => {
      if (!dragging) return;
      cursor = under(event);
      write(points().map((corner, i) => (i === held ? cursor : corner)));
      draw();
    });
    const drop = () => { if (dragging) { dragging = false; held = -1; draw(); state(); } };
    board.addEventListener("pointerup", drop);
    board.addEventListener("pointercancel", drop);
    // What is typed may move the first corner, and everything is told from there.
    field.addEventListener("input", (event) => { if (event.isTrusted || event.detail === "located") { start = undefined; held = -1; draw(); state(); } });

    box.hidden = false;
    draw();
    const before = points();
    if (before.length > 0) { const reach = Math.max(...before.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)))) * 2.2; span = spans.find((one) => one >= reach) ?? spans.at(-1); draw(); }
    state();
  }
})();
