// This page without a signal: it keeps itself and the key on the phone, seals what is sent while nobody answers, and says
// what became of it. Runs only where a browser can seal (a secure address); elsewhere the page keeps trying while it is open.

const TRY_AGAIN = 15000;
const ENDED = ["closed", "expired"];

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
  let mine = null;
  let shown = "";
  let age = "";

  // --- keeping the page

  async function keepThisPage() {
    const { serviceWorker } = navigator;
    const here = location.href.replace(/#.*/, "");
    if (!serviceWorker || await caches.match(here, { ignoreVary: true })) {
      return;
    }
    const registering = serviceWorker.register("/s/worker.js", { scope: "/s/" });
    tools.settle(registering.catch(() => null));
    await registering;
    const answer = await fetch(here);
    if (answer.ok && !answer.redirected && !tools.isForgotten()) {
      const cache = await caches.open("pages");
      await cache.put(new URL(tools.source, here).href, tools.answer.clone());
      await cache.put(here, answer);
      page.dataset.kept = "yes";
    }
  }

  function keepQuietly() {
    // Without a signal, or in a window that keeps nothing, the page is simply not there the next time.
    keepThisPage().catch(() => null);
  }

  // --- keeping what is sent

  // Sealed and on the phone before it is sent: then not even a phone that dies in the middle loses it.
  async function keep(submission) {
    try {
      const sealed = await seal(tools.key, address.split("/").pop() + " " + tools.ticket + "\n" + JSON.stringify(submission));
      return await keepEnvelope(sealed);
    } catch (full) {
      // No room, or a window that keeps nothing: then it is sent from this page or not at all, and the page says so.
      return null;
    }
  }

  // What the server answered decides. True when the answers stay here, sealed, and this page is done with them.
  async function settled(id, answer) {
    const ended = ENDED.includes(answer.reason) && await postSealed((await entryOf(id)).envelope);
    if (ended && ended.ok) {
      await finished(id);
      tools.sent([]);
      return true;
    }
    if (answer.status && answer.status < 500) {
      await (answer.ok || answer.reason === "conflict" ? finished(id) : removeKept(id));
      return false;
    }
    await saved(id);
    return true;
  }

  const entryOf = async (id) => (await allKept()).find((one) => one.id === id);

  async function finished(id) {
    await removeKept(id);
    if (!shared()) {
      await tools.forgetKept();
    }
  }

  async function saved(id) {
    mine = id;
    shown = "waiting";
    age = tools.walk().answers.age_band;
    tools.fitHelp(age, tools.tellTopics());
    screen.querySelector(".help-here").replaceChildren(tools.firstHelp(3));
    tools.wipeDraft();
    tools.form.reset();
    await tell();
    go(screen);
    await askForSync();
  }

  // The browser itself sends, also when no page is open, where it can.
  async function askForSync() {
    try {
      const registration = await navigator.serviceWorker.ready;
      await registration.sync.register("kept");
      card.dataset.alone = "yes";
    } catch (cannot) {
      card.dataset.alone = "no";
    }
    tellAlone();
  }

  // --- saying what became of it

  async function tell() {
    const all = await allKept();
    if (mine && current() === screen) {
      await tellMine(all.find((one) => one.id === mine));
      return;
    }
    const at = ["refused", "waiting", "sent"].find((state) => all.some((one) => one.state === state)) || "";
    const first = all.find((one) => one.state === at);
    draw(at, first && first.reason);
    opening.querySelector(".pair").before(card);
    // Told once; a shared tablet does not tell the next person at all.
    await Promise.all(all.filter((one) => one.state === "sent").map((one) => removeKept(one.id)));
    card.hidden = !at || shared() && at === "sent";
  }

  async function tellMine(entry) {
    const state = entry ? entry.state : shown === "refused" ? "" : "sent";
    if (state === "sent") {
      const id = mine;
      mine = null;
      await finished(id);
      tools.sent([], age);
    } else if (state) {
      shown = state;
      draw(state, entry.reason);
      screen.querySelector(".kept-here").append(card);
    }
  }

  function draw(state, reason) {
    card.hidden = !state;
    card.querySelectorAll("[data-state]").forEach((part) => { part.hidden = part.dataset.state !== state; });
    const whys = [...card.querySelectorAll("[data-why]")];
    const fits = (why) => why.dataset.why.split(" ").includes(reason);
    whys.forEach((why) => { why.hidden = !fits(why) && !(why.dataset.why === "" && state === "refused" && !whys.some(fits)); });
    tellAlone();
  }

  function tellAlone() {
    card.querySelectorAll("[data-alone]").forEach((part) => { part.hidden = part.dataset.alone !== card.dataset.alone; });
  }

  async function tryNow() {
    await deliver();
    await tell();
  }

  async function tryIfWaiting() {
    if ((await allKept()).some((one) => one.state === "waiting")) {
      await tryNow();
    }
  }

  async function tryRefused() {
    const refused = (await allKept()).filter((one) => one.state === "refused");
    await Promise.all(refused.map((one) => changeKept(one.id, { state: "waiting", reason: "" })));
    await tryNow();
  }

  async function removeRefused() {
    const refused = (await allKept()).filter((one) => one.state === "refused");
    await Promise.all(refused.map((one) => removeKept(one.id)));
    mine = null;
    if (current() === screen) {
      go(opening);
    }
    await tell();
  }

  card.querySelector("[data-try]").addEventListener("click", tryNow);
  card.querySelector("[data-again]").addEventListener("click", tryRefused);
  card.querySelector("[data-remove]").addEventListener("click", removeRefused);
  screen.querySelector("[href='#help']").addEventListener("click", (event) => {
    event.preventDefault();
    tools.openHelp();
  });
  screen.querySelectorAll("[data-done]").forEach((button) => button.addEventListener("click", () => document.getElementById("done").click()));
  document.getElementById("no-thanks").addEventListener("click", () => shared() || tools.forgetKept());
  document.getElementById("start").addEventListener("click", keepQuietly);
  others.onmessage = tell;
  addEventListener("online", tryIfWaiting);
  document.addEventListener("visibilitychange", () => document.hidden || tryIfWaiting());
  setInterval(tryIfWaiting, TRY_AGAIN);
  keepQuietly();
  tell().then(tryIfWaiting);
  return { keep, settled };
}

dispatchEvent(new CustomEvent("offline-part", { detail: makeOffline }));
