// The receipt once it was asked for. This comes after the first view (later.js): nobody has sent anything by then.
// Hard to lose: a picture to keep. Hard to be seen: one tap hides it, and so does putting the phone away.
const MINE = "/s/mine";

function keepThisReceipt(receipt, parts) {
  const came = document.createElement("template");
  came.innerHTML = parts;
  const [shown, kept] = [receipt.querySelector("output"), came.content.querySelector(".kept")];
  shown.after(kept);
  const [hide, show] = kept.querySelectorAll("button");
  const veil = (yes) => { shown.hidden = hide.hidden = yes; show.hidden = !yes; };
  kept.querySelector("bdi").textContent = location.host + MINE;
  kept.querySelector("a").href = pictureOf([shown.textContent, location.host + MINE]);
  hide.addEventListener("click", () => { veil(true); show.focus(); });
  show.addEventListener("click", () => { veil(false); hide.focus(); });
  document.addEventListener("visibilitychange", () => document.hidden && veil(true));
  veil(false);
}

function pictureOf(lines) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1080, 540];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 1080, 540);
  pen.fillStyle = "#000";
  pen.textAlign = "center";
  lines.forEach((line, at) => {
    pen.font = (at ? 40 : 88) + "px monospace";
    pen.fillText(line, 540, 250 + 120 * at, 1000);
  });
  return canvas.toDataURL();
}
