/* Questions that are only asked after certain answers show when these are given. Without script all of them stand there, each saying when. */
const answerTo = (name) => {
  const named = CSS.escape(name);
  const control = document.querySelector(`[name="${named}"]:checked, select[name="${named}"], input[type="text"][name="${named}"]`);
  return control && !control.closest("[data-portal-asked][hidden]") ? control.value : "";
};

/* In the order of the page: a question that depends on a hidden one is hidden too. */
function show() {
  document.querySelectorAll("[data-portal-asked-note]").forEach((note) => { note.hidden = true; });
  document.querySelectorAll("[data-portal-asked]").forEach((part) => {
    part.hidden = !JSON.parse(part.dataset.portalAsked).every(([name, answers]) => answers.includes(answerTo(name)));
  });
}

document.addEventListener("change", show);
document.addEventListener("htmx:oobAfterSwap", show);
window.addEventListener("pageshow", show);
show();
