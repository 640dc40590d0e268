/* Folds that stand open where there is room for them; on phones they stay as the server sent them. */
if (matchMedia("(width >= 900px)").matches) {
  document.querySelectorAll("[data-portal-wide-open]").forEach((fold) => { fold.open = true; });
}
