/* Questions that are only asked after a certain answer show when it is chosen. Without script all of them stand there, each saying when. */
const valueOf = (name) => {
  const chosen = document.querySelector(`[name="${CSS.escape(name)}"]:checked`);
  const control = chosen || document.querySelector(`select[name="${CSS.escape(name)}"]`);
  return control ? control.value : "";
};

function show() {
  document.querySelectorAll("[data-portal-asked-field]").forEach((part) => {
    part.hidden = valueOf(part.dataset.portalAskedField) !== part.dataset.portalAskedValue;
  });
}

document.querySelectorAll("[data-portal-asked-note]").forEach((note) => { note.hidden = true; });
document.addEventListener("change", show);
window.addEventListener("pageshow", show);
show();
