/* Reads main aloud with a Vietnamese voice of the device. Codes are spaced, tables are left to the sentences below them. */
const CODE = /\bH\d+\.\d+-\d{6}-\d+\b/g;
const SKIPPED = "nav, aside, table, script, .visually-hidden, .read-aloud, [aria-hidden='true'], form, button";

const vietnameseVoice = () => speechSynthesis.getVoices().find((voice) => voice.lang.replace("_", "-").startsWith("vi"));

function readableBlocks() {
  const copy = document.querySelector("main").cloneNode(true);
  copy.querySelectorAll(SKIPPED).forEach((part) => part.remove());
  const blocks = [...copy.querySelectorAll("h1, h2, h3, p, li, dt, dd, summary")];
  return blocks
    .filter((block) => !block.querySelector("p, li, dd"))
    .map((block) => block.textContent.replace(/\s+/g, " ").trim().replace(CODE, (code) => [...code].join(" ")))
    .filter(Boolean);
}

function setUp(bar) {
  const start = bar.querySelector("[data-portal-read-start]");
  const stop = bar.querySelector("[data-portal-read-stop]");
  const label = start.querySelector("[data-portal-label]");
  const restLabel = label.textContent;

  const show = (words, stoppable) => {
    label.textContent = words;
    stop.hidden = !stoppable;
  };

  const read = () => {
    const blocks = readableBlocks();
    blocks.forEach((words, at) => {
      const utterance = new SpeechSynthesisUtterance(words);
      utterance.lang = "vi-VN";
      utterance.voice = vietnameseVoice();
      if (at === blocks.length - 1) utterance.onend = () => show(restLabel, false);
      speechSynthesis.speak(utterance);
    });
  };

  start.addEventListener("click", () => {
    if (speechSynthesis.paused) {
      speechSynthesis.resume();
    } else if (!speechSynthesis.speaking) {
      read();
    }
    show("Đang đọc", true);
  });
  stop.addEventListener("click", () => {
    speechSynthesis.pause();
    show("Đọc tiếp", false);
    start.focus();
  });
  bar.hidden = false;
}

function whenThereIsAVoice() {
  const bar = document.querySelector("[data-portal-read-aloud][hidden]");
  if (bar && vietnameseVoice()) setUp(bar);
}

if ("speechSynthesis" in window) {
  whenThereIsAVoice();
  speechSynthesis.addEventListener?.("voiceschanged", whenThereIsAVoice);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
