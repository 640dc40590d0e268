/* After a failed submit the summary takes the focus; its links put the focus into the wrong control, label in sight. */
(() => {
  const summary = () => document.querySelector("[data-portal-error-focus]");

  function focusControl(event) {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    const frame = control.closest("fieldset, .field") || control;
    frame.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const found = summary();
    if (found) found.focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const found = summary(); // one that came with the swap: whoever types elsewhere is left alone
    if (found && event.target.contains(found) && !found.contains(document.activeElement)) found.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-portal-error-focus]")) focusControl(event);
  });
})();
