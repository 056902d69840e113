// This page without a signal: it keeps itself and the key on the phone, seals what is sent while nobody answers, and says
// what became of it. Runs only where a browser can seal (a secure address); elsewhere the page keeps trying while it is open.

const ENDED = ["closed", "expired"];
const KEEP_WITHIN = 3000;

function makeOffline(tools) {
  const { address, opening, everyScreen, ends, page, current, go } = tools;
  if (!canSeal()) {
    return null;
  }
  const holder = document.createElement("template");
  holder.innerHTML = tools.parts;
  const screen = holder.content.querySelector("#saved");
  const card = holder.content.querySelector("#kept");
  const shared = () => page.dataset.mode === "tablet";
  screen.hidden = true;
  document.querySelector("main").append(screen);
  everyScreen.push(screen);
  ends.push(screen);
  let mine = null; // what this page has sealed and shows on its last screen

  // --- keeping the page

  async function keepThisPage() {
    const { serviceWorker } = navigator;
    const here = location.href.replace(/#.*/, "");
    if (!serviceWorker) {
      return;
    }
    await serviceWorker.register("/s/worker.js", { scope: "/s/" });
    if (!await caches.match(here, { ignoreVary: true })) {
      const stop = new AbortController();
      addEventListener("leave", () => stop.abort(), { once: true });
      if (tools.isForgotten()) {
        return;
      }
      const answer = await fetch(here, { signal: stop.signal });
      if (!answer.ok || answer.redirected || tools.isForgotten()) {
        return;
      }
      const cache = await caches.open("pages");
      await cache.put(new URL(tools.source, here).href, tools.answer.clone());
      await cache.put(here, answer);
    }
    page.dataset.kept = "yes";
  }

  function keepQuietly() {
    // Without a signal, or in a window that keeps nothing, the page is simply not there the next time.
    if (!page.classList.contains("gone")) {
      tools.settle(keepThisPage().catch(() => null));
    }
  }

  // --- keeping what is sent

  // Sealed and on the phone before it is sent: then not even a phone that dies in the middle loses it. Null where there
  // is no room, or nothing is kept: then it is sent from this page or not at all, and the page says so.
  function keep(submission) {
    const tired = new Promise((done) => setTimeout(done, KEEP_WITHIN, null));
    return Promise.race([tired, keepSealed(submission).catch(() => null)]);
  }

  async function keepSealed(submission) {
    const code = address.split("/").pop();
    const envelope = await seal(tools.key, code + " " + tools.ticket + "\n" + JSON.stringify(submission));
    return { envelope, id: await keepEnvelope(envelope) };
  }

  // What the server answered decides. True when this page is done: sent as a late answer, or kept until it can be sent.
  async function settled({ id, envelope }, answer) {
    if (!answer.status || answer.status >= 500) {
      await saved(id);
      return true;
    }
    const late = ENDED.includes(answer.reason) && (await postSealed(envelope)).ok;
    const arrived = late || answer.ok || answer.reason === "conflict";
    await (arrived ? finished(id) : removeKept(id)).catch(() => null);
    if (late) {
      tools.sent([]);
    }
    return late;
  }

  async function finished(id) {
    await removeKept(id);
    if (!shared()) {
      await tools.forgetKept();
    }
  }

  async function saved(id) {
    mine = { id, state: "waiting", age: tools.walk().answers.age_band };
    tools.fitHelp(mine.age, tools.tellTopics());
    screen.querySelector(".help-here").replaceChildren(tools.firstHelp(3));
    tools.wipeDraft();
    tools.form.reset();
    go(screen);
    await told.tell();
    told.tryIfWaiting();
  }

  // The last screen of a page whose own answers wait: what became of these, and of no others.
  async function tellMine(all) {
    if (!mine || current() !== screen) {
      return false;
    }
    const { id, age, state: before } = mine;
    const entry = all.find((one) => one.id === id);
    if (entry && entry.state !== "sent") {
      mine.state = entry.state;
      told.draw(entry.state, entry.reason);
      screen.querySelector(".kept-here").append(card);
      return true;
    }
    mine = null;
    if (!entry && before === "refused") {
      go(opening); // thrown away, as somebody wished
      return false;
    }
    await finished(id);
    tools.sent([], age);
    return true;
  }

  const told = watchKept(card, { home: (one) => opening.querySelector("h1").before(one), mine: tellMine, shared });
  screen.querySelector("[href='#help']").addEventListener("click", (event) => {
    event.preventDefault();
    tools.openHelp();
  });
  screen.querySelectorAll("[data-done]").forEach((button) => button.addEventListener("click", () => document.getElementById("done").click()));
  document.getElementById("no-thanks").addEventListener("click", () => shared() || tools.forgetKept());
  document.getElementById("start").addEventListener("click", keepQuietly);
  keepQuietly();
  return { keep, settled };
}

dispatchEvent(new CustomEvent("later-part", { detail: { makeOffline, makeSpeech, keepThisReceipt } }));
