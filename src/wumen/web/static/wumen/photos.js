// Scales a photo down before it is sent and writes time, place and hand into it; without this the form sends it as it is.
"use strict";

const began = performance.now();

// The office's clock, not the phone's: a drill has its own day. Shanghai is eight hours ahead all year.
function instant(input) {
  const now = new Date(Number(input.dataset.now) + performance.now() - began + 8 * 3600 * 1000);
  const two = (number) => String(number).padStart(2, "0");
  const day = now.getUTCFullYear() + "-" + two(now.getUTCMonth() + 1) + "-" + two(now.getUTCDate());
  return day + " " + two(now.getUTCHours()) + ":" + two(now.getUTCMinutes());
}

function write(canvas, words) {
  const context = canvas.getContext("2d");
  const size = Math.max(16, Math.round(canvas.width / 36));
  context.font = size + "px sans-serif";
  const lines = [""];
  for (const sign of words) {
    if (context.measureText(lines[lines.length - 1] + sign).width > canvas.width - size) lines.push("");
    lines[lines.length - 1] += sign;
  }
  const high = lines.length * size * 1.4 + size * 0.6;
  context.fillStyle = "rgba(0, 0, 0, 0.55)";
  context.fillRect(0, canvas.height - high, canvas.width, high);
  context.fillStyle = "#fff";
  context.textBaseline = "top";
  lines.forEach((line, place) => {
    context.fillText(line, size / 2, canvas.height - high + size * 0.4 + place * size * 1.4);
  });
}

async function smaller(input) {
  const [file] = input.files;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, Number(input.dataset.photo) / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  write(canvas, instant(input) + " " + input.dataset.mark);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  const sent = new DataTransfer();
  sent.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
  input.files = sent.files;
  return { canvas, kilobytes: Math.ceil(blob.size / 1024) };
}

function show(input, made) {
  for (const old of input.parentElement.querySelectorAll(".preview")) old.remove();
  const said = document.createElement("p");
  said.className = "help preview num";
  said.setAttribute("role", "status");
  said.textContent = input.dataset.said + made.kilobytes + " KB";
  made.canvas.className = "preview";
  input.after(said, made.canvas);
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches("input[data-photo]") || !input.files.length) return;
  const buttons = [...input.form.querySelectorAll("button")].filter((one) => !one.disabled);
  for (const button of buttons) button.disabled = true;
  try {
    show(input, await smaller(input));
  } catch {
    // An old browser that cannot do it sends the photo as the camera made it.
  } finally {
    for (const button of buttons) button.disabled = false;
  }
});
