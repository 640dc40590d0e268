/* Shows the print buttons, unfolds what is folded while printing. */
document.querySelectorAll("[data-portal-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open], .filter-chip)")];
  unfolded.forEach((fold) => { fold.open = true; });
});
window.addEventListener("afterprint", () => {
  unfolded.forEach((fold) => { fold.open = false; });
});
