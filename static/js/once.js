/* A form is sent once: the button says so and a second press is ignored. The server's key is the guard, this is courtesy. */
(() => {
  const SENT = "portalSent";

  const buttonOf = (event) =>
    event.submitter || event.target.querySelector("[data-portal-working]");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset[SENT]) {
      event.preventDefault();
      return;
    }
    form.dataset[SENT] = "yes";
    const button = buttonOf(event);
    if (button && button.dataset.portalWorking) showWorking(button);
  });

  function showWorking(button) {
    const label = button.querySelector("[data-portal-label]") || button;
    button.dataset.portalRest = label.textContent;
    label.textContent = button.dataset.portalWorking;
    button.setAttribute("aria-disabled", "true");
  }

  function release(form) {
    delete form.dataset[SENT];
    document.querySelectorAll("[data-portal-rest]").forEach((button) => {
      if (button.form !== form) return;
      (button.querySelector("[data-portal-label]") || button).textContent = button.dataset.portalRest;
      button.removeAttribute("aria-disabled");
      delete button.dataset.portalRest;
    });
  }

  // The back button may bring the page back as it was left: its forms can be sent again. A swap by htmx ends the sending, too.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) release(form);
  });
})();
