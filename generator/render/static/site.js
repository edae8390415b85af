/* Finding, sectors, sorting and the age of a page. Every page is whole without this file. */
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const chosen = new Map();

  const state = (table) => {
    if (!chosen.has(table)) chosen.set(table, { words: "", sector: "" });
    return chosen.get(table);
  };

  const show = (table) => {
    const { words, sector } = state(table);
    let found = 0;
    for (const body of table.tBodies) {
      let here = 0;
      for (const row of all("tr[data-sd-name]", body)) {
        const fits = row.dataset.sdName.includes(words) && (!sector || row.dataset.sdSector === sector);
        row.hidden = !fits;
        row.style.display = fits ? "" : "none";
        here += fits;
      }
      body.hidden = !here;
      body.style.display = here ? "" : "none";
      found += here;
    }
    return found;
  };

  /* The first few by name right under the box: the table may be a screen away. */
  const tell = (said, table, found, words) => {
    said.textContent = !words ? "" : found ? `${found} ${found === 1 ? "brand" : "brands"}:` : "No brand of this name is reported on.";
    if (!words) return;
    const rows = all("tr[data-sd-name]", table).filter((row) => !row.hidden).slice(0, 5);
    for (const row of rows) said.append(" ", row.querySelector("a").cloneNode(true));
  };

  for (const box of all("[data-sd-find]")) {
    const table = document.querySelector(box.dataset.sdFind);
    const input = box.querySelector("input");
    const said = box.querySelector("[data-sd-found]");
    if (!table || !input) continue;
    box.hidden = false;
    input.addEventListener("input", () => {
      state(table).words = input.value.trim().toLowerCase();
      const found = show(table);
      tell(said, table, found, input.value.trim());
    });
    input.addEventListener("keydown", (event) => {
      const first = all("tr[data-sd-name]", table).find((row) => !row.hidden);
      if (event.key === "Enter" && input.value.trim() && first) location.href = first.querySelector("a").href;
    });
  }

  for (const group of all("[data-sd-chips]")) {
    const table = document.querySelector(group.dataset.sdChips);
    if (!table) continue;
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      for (const one of all("button", group)) one.setAttribute("aria-pressed", String(one === button));
      state(table).sector = button.dataset.v;
      show(table);
    });
  }

  /* Names and counts can be sorted, within each group; shares cannot, because their ranges overlap. */
  for (const head of all("[data-sd-sort] th[data-sd-key]")) {
    const table = head.closest("table");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of all("th[aria-sort]", table)) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => row.cells[head.cellIndex].dataset.v;
      const order = (a, b) => (isNaN(value(a)) ? value(a).localeCompare(value(b)) : value(a) - value(b)) * (up ? 1 : -1);
      for (const body of table.tBodies) body.append(...all("tr[data-sd-name]", body).sort(order));
    });
  }

  const live = document.querySelector("time[data-sd-live]");
  if (live) {
    const days = Math.floor((Date.now() - Date.parse(live.dateTime)) / 864e5);
    if (days > 3) live.after(` (${days} days ago)`);
  }

  addEventListener("beforeprint", () => all(".sd details").forEach((one) => { one.open = true; }));
})();
