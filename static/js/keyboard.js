/* Shortcuts of the desk: function keys and Alt letters written on the buttons. F1 lists those of this page. */
(() => {
  // Left to the browser and to Vietnamese input methods, whatever a page asks for.
  const RESERVED = new Set(["F3", "F5", "F6", "F7", "F10", "F11", "F12", "Alt+D", "Alt+E", "Alt+F", "Alt+Z"]);
  const NAMES = { Control: "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
  const IN_LISTS = [["↑ ↓", "di chuyển trong bảng"], ["Enter", "mở dòng"]];

  function pressed(event) {
    const parts = [];
    if (event.ctrlKey) parts.push("Control");
    if (event.altKey) parts.push("Alt");
    if (event.shiftKey) parts.push("Shift");
    // With Alt some layouts report a sign instead of the letter; the code names the key itself.
    const key = event.altKey && event.code.startsWith("Key") ? event.code.slice(3) : event.key;
    parts.push(key.length === 1 ? key.toUpperCase() : key);
    return parts.join("+");
  }

  const visible = (element) => element.getClientRects().length > 0;
  const holders = () => [...document.querySelectorAll("[data-portal-key]")].filter(visible);

  function use(element) {
    if (element.matches("input, select, textarea, [tabindex]")) {
      element.focus();
      if (element.select) element.select();
    } else {
      element.click();
    }
  }

  function nameOf(element) {
    const words = element.querySelector("[data-portal-label]");
    return element.dataset.portalKeyName || element.getAttribute("aria-label") || (words || element).textContent.trim();
  }

  function row(keys, words) {
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.textContent = keys;
    const cell = document.createElement("dt");
    cell.append(cap);
    const text = document.createElement("dd");
    text.textContent = words;
    return [cell, text];
  }

  function list() {
    const dialog = document.createElement("dialog");
    dialog.className = "key-dialog";
    dialog.setAttribute("aria-label", "Phím tắt của trang này");
    const title = document.createElement("h2");
    title.textContent = "Phím tắt của trang này";
    const entries = document.createElement("dl");
    entries.className = "key-list";
    holders().forEach((element) => {
      const keys = element.dataset.portalKey.split("+").map((key) => NAMES[key] || key).join(" ");
      entries.append(...row(keys, nameOf(element)));
    });
    const ofLists = document.querySelector("[data-portal-row]") ? IN_LISTS : [];
    [["F1", "mọi phím tắt của trang này"], ...ofLists, ["Esc", "đóng"]].forEach(([keys, words]) => entries.append(...row(keys, words)));
    const close = document.createElement("form");
    close.method = "dialog";
    const button = document.createElement("button");
    button.className = "button";
    button.textContent = "Đóng";
    close.append(button);
    dialog.append(title, entries, close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat) return;
    const keys = pressed(event);
    if (keys === "F1") {
      event.preventDefault();
      if (!document.querySelector(".key-dialog")) list();
      return;
    }
    if (RESERVED.has(keys) || document.querySelector("dialog[open]")) return;
    const found = holders().find((element) => element.dataset.portalKey === keys);
    if (!found) return;
    event.preventDefault();
    use(found);
  });
})();
