/* A whole date pasted into the day's box is put into the three boxes. */
const PASTED = /^\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})\s*$/;

document.addEventListener("paste", (event) => {
  const boxes = event.target.closest("[data-portal-date]")?.querySelectorAll("input");
  const parts = PASTED.exec(event.clipboardData?.getData("text") ?? "");
  if (!boxes || boxes.length !== 3 || event.target !== boxes[0] || !parts) return;
  event.preventDefault();
  boxes.forEach((box, at) => {
    box.value = parts[at + 1];
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  boxes[2].focus();
});
