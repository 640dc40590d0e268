/* Adds "Chụp ảnh" beside a file control and makes photos smaller before they are sent. Without script the plain control works. */
const LONG_SIDE = 2000; // px: small print of an A4 page stays readable
const QUALITY = 0.85; // JPEG; below 0.8 thin strokes of marks blur
const SMALL_ENOUGH = 600 * 1024; // bytes: a file this small is sent as it is

async function shrunk(file) {
  if (!["image/jpeg", "image/png"].includes(file.type) || file.size <= SMALL_ENOUGH) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff"; // a transparent PNG would turn black
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
  if (!blob || blob.size >= file.size) return file;
  // A new drawing carries no EXIF, so the place where the photo was taken is not sent.
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}

async function shrinkAll(input, status) {
  if (!input.files.length) return;
  status.textContent = "Đang thu nhỏ ảnh…";
  const chosen = new DataTransfer();
  for (const file of input.files) {
    chosen.items.add(await shrunk(file).catch(() => file));
  }
  input.files = chosen.files;
  status.textContent = `Đã chọn ${[...input.files].map((file) => file.name).join(", ")}`;
}

const works = new WeakMap(); // form → photos still being made smaller

function remember(form, work) {
  const both = Promise.all([works.get(form), work]).finally(() => {
    if (works.get(form) === both) works.delete(form);
  });
  works.set(form, both);
}

function offerCamera(upload, input) {
  const camera = upload.querySelector("[data-portal-camera]");
  if (!matchMedia("(pointer: coarse)").matches) return;
  camera.hidden = false;
  camera.addEventListener("click", () => {
    input.setAttribute("capture", "environment");
    input.click();
  });
}

function setUp(upload) {
  const input = upload.querySelector("input[type=file]");
  const status = upload.querySelector("[data-portal-upload-status]");
  const send = upload.querySelector("[data-portal-send]");
  const auto = upload.dataset.portalUpload === "auto";

  input.addEventListener("change", () => {
    input.removeAttribute("capture");
    if (!input.form || !input.files.length) return;
    remember(input.form, shrinkAll(input, status));
    if (auto) input.form.requestSubmit(send);
  });
  upload.classList.add("file-control--enhanced");
  upload.querySelector("[data-portal-choose]").hidden = false;
  send.hidden = auto;
  offerCamera(upload, input);
  upload.dataset.portalSetUp = "yes";
}

// Capture phase: a send pressed while photos are being made smaller waits for them, before the form counts as sent.
document.addEventListener("submit", (event) => {
  const work = works.get(event.target);
  if (!work) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  work.finally(() => event.target.requestSubmit(event.submitter));
}, { capture: true });

const setUpAll = () => document.querySelectorAll("[data-portal-upload]:not([data-portal-set-up])").forEach(setUp);
setUpAll();
document.addEventListener("htmx:afterSettle", setUpAll);
