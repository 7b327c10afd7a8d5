// Sounds when a station stands empty that did not a moment ago; off until somebody taps, for browsers ask for that.
"use strict";

const KEPT = "wumen.ring";
const button = document.querySelector("[data-ring-button]");
let context = null;
let rung = ringing();

function ringing() {
  return new Set([...document.querySelectorAll("[data-ring]")].map((one) => one.dataset.ring));
}

function isOn() {
  return localStorage.getItem(KEPT) === "on";
}

function sounds() {
  return isOn() && context !== null && context.state === "running";
}

// What the button says is what one hears: after the page was opened anew nothing sounds before the next tap.
function show() {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(sounds()));
  button.textContent = sounds() ? button.dataset.off : button.dataset.on;
}

async function wake() {
  context = context || new AudioContext();
  await context.resume();
  show();
}

function beep() {
  const now = context.currentTime;
  for (const [begins, pitch] of [[0, 880], [0.3, 660], [0.6, 880]]) {
    const tone = context.createOscillator();
    const loud = context.createGain();
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.3, now + begins);
    loud.gain.exponentialRampToValueAtTime(0.001, now + begins + 0.28);
    tone.connect(loud).connect(context.destination);
    tone.start(now + begins);
    tone.stop(now + begins + 0.3);
  }
}

async function turn() {
  if (sounds()) {
    localStorage.setItem(KEPT, "off");
    show();
    return;
  }
  localStorage.setItem(KEPT, "on");
  await wake();
  // Whoever turns it on hears what it sounds like.
  beep();
}

if (button) {
  show();
  button.addEventListener("click", turn);
  // Where it was on before, any tap on the page wakes it.
  document.addEventListener("pointerdown", (event) => {
    if (isOn() && !sounds() && event.target !== button) wake();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const now = ringing();
    if (sounds() && [...now].some((one) => !rung.has(one))) beep();
    rung = now;
  });
}
