// What the first view does not need comes after it: a voice (speech.js), what keeps a receipt
// (receipt.js), and a script and a few words for when there is no signal (offline.js).
// It can be had only once, from this server, and the page's policy lets that very script run and no other.

let offline = null;

async function loadLater() {
  const wanted = new URLSearchParams(location.search);
  wanted.set("v", document.getElementById("with-script").dataset.later);
  const source = address + "/later?" + wanted;
  const answer = await fetch(source).catch(() => ({ ok: false }));
  if (!answer.ok) {
    return;
  }
  const came = await answer.clone().json();
  addEventListener("later-part", ({ detail: { makeOffline, makeSpeech, keepThisReceipt } }) => {
    keepReceipt = (receipt) => keepThisReceipt(receipt, came.parts);
    speech = makeSpeech({ parts: came.parts, page, current, keep, state: () => state });
    offline = makeOffline({ ...came, source, answer, address, opening, form, everyScreen, ends, page, go, current, walk, sent, post, firstHelp, fitHelp, openHelp, wipeDraft, forgetKept, isForgotten: () => forgotten, settle: (work) => { settling = work; forgotten = false; }, tellTopics: () => topics });
  }, { once: true });
  const script = document.createElement("script");
  script.textContent = came.script;
  document.body.append(script);
}

if (window === top) {
  addEventListener("load", () => setTimeout(loadLater));
}
