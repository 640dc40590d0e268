/* Reception by keyboard: arrows and Enter in the search of procedures, Enter to the next box of the form. Without script both still send. */
(() => {
  const links = () => [...document.querySelectorAll("#ket-qua a.find-list__link")];
  const chosen = () => links().find((link) => link.classList.contains("find-list__link--chosen"));

  function choose(link) {
    links().forEach((other) => { other.classList.toggle("find-list__link--chosen", other === link); });
    if (link) link.scrollIntoView({ block: "nearest" });
  }

  function onFind(event) {
    const all = links();
    if (!all.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const at = all.indexOf(chosen()) + (event.key === "ArrowDown" ? 1 : -1);
      choose(all[Math.max(0, Math.min(all.length - 1, at))]);
    } else if (event.key === "Enter" && document.getElementById("ket-qua").dataset.portalFound === event.target.value.trim()) {
      event.preventDefault();
      (chosen() || all[0]).click();
    }
  }

  function next(event) {
    const form = event.target.closest("[data-portal-enter-next]");
    if (!form || !event.target.matches("input:not([type=hidden]), select")) return;
    event.preventDefault();
    const boxes = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const seen = boxes.filter((box) => box.getClientRects().length && (box.type !== "radio" || box.checked));
    const following = seen[seen.indexOf(event.target) + 1];
    if (!following) return;
    following.focus();
    if (following.select) following.select();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey) return;
    if (event.target.matches?.("[data-portal-find]")) onFind(event);
    else if (event.key === "Enter") next(event);
  });
  document.addEventListener("htmx:afterSettle", () => choose(links()[0]));
  document.addEventListener("DOMContentLoaded", () => choose(links()[0]));
})();
