/* Work lists by keyboard: arrows move, Enter opens. A row is [data-portal-row] in a [data-portal-rows]. */
(() => {
  const rowOf = (element) => element.closest?.("[data-portal-row]");
  const rowsOf = (row) => [...row.closest("[data-portal-rows]").querySelectorAll("[data-portal-row]")];
  const typing = (element) => element.matches("input, select, textarea");

  function focusRow(row) {
    rowsOf(row).forEach((other) => { other.tabIndex = other === row ? 0 : -1; });
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function target(row, key) {
    const rows = rowsOf(row);
    const at = rows.indexOf(row);
    return { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows[rows.length - 1] }[key];
  }

  function open(row) {
    const link = row.querySelector("[data-portal-row-link]") || row.querySelector("a[href]");
    if (link) link.click();
  }

  // On a fresh page the first arrow goes to the list of the page.
  const firstRow = (event) => (event.target === document.body && event.key === "ArrowDown" ? document.querySelector("[data-portal-row]") : null);

  document.addEventListener("keydown", (event) => {
    const first = firstRow(event);
    if (first && !event.altKey && !event.ctrlKey && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      focusRow(first);
      return;
    }
    const row = rowOf(event.target);
    if (!row || event.isComposing || event.altKey || event.ctrlKey || typing(event.target)) return;
    if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      const next = target(row, event.key);
      event.preventDefault();
      if (next) focusRow(next);
    } else if (event.key === "Enter" && event.target === row) {
      event.preventDefault();
      open(row);
    }
  });

  // The whole row opens by mouse only; the code is the link for everyone else.
  document.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    open(row);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
    const folded = document.querySelector("details.filter-chip[open], details.desk-person[open]");
    if (!folded) return;
    folded.open = false;
    folded.querySelector("summary").focus();
  });

  // One row of a list takes the Tab key; arrows reach the others.
  function prepare() {
    document.querySelectorAll("[data-portal-rows]").forEach((list) => {
      const rows = [...list.querySelectorAll("[data-portal-row]")];
      if (rows.some((row) => row.tabIndex === 0 && row.hasAttribute("tabindex"))) return;
      rows.forEach((row, at) => { row.tabIndex = at === 0 ? 0 : -1; });
    });
  }
  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:afterSettle", prepare);
})();
