// What became of the answers that wait on this phone? Said in one card: on the survey's page, and on the page of a session
// that takes no more. Tries to send whatever waits, as long as the page is open.

const TRY_AGAIN = 15000;
const READ_WITHIN = 2000;

// `home` puts the card where it belongs; `mine` may say it all, for a page whose own answers wait; `shared`: a shared
// tablet, on which nobody is told what became of somebody else's.
function watchKept(card, { home, mine = () => false, shared = () => false }) {
  let said = "";
  let telling = Promise.resolve();

  // One after the other, so that what was read first is not said last.
  function tell() {
    telling = telling.then(tellNow, tellNow);
    return telling;
  }

  async function tellNow() {
    const all = await allKept();
    if (await mine(all)) {
      return;
    }
    const at = ["refused", "waiting", "sent"].find((state) => all.some((one) => one.state === state)) || "";
    if (!at && said === "sent") {
      return; // told a moment ago, and still to be read
    }
    said = at;
    draw(at, (all.find((one) => one.state === at) || {}).reason);
    home(card);
    card.hidden = !at || at === "sent" && shared();
    // Told once. A page that goes away before it can be read has told nobody.
    all.filter((one) => one.state === "sent").forEach((one) => setTimeout(removeKept, READ_WITHIN, one.id));
  }

  function draw(state, reason) {
    card.hidden = false;
    card.querySelectorAll("[data-state]").forEach((part) => { part.hidden = part.dataset.state !== state; });
    const whys = [...card.querySelectorAll(`[data-state="${state}"] [data-why]`)];
    const fits = (why) => why.dataset.why.split(" ").includes(reason);
    whys.forEach((why) => { why.hidden = why.dataset.why === "" ? whys.some((one) => one.dataset.why && fits(one)) : !fits(why); });
    card.querySelectorAll("[data-alone]").forEach((part) => { part.hidden = part.dataset.alone !== card.dataset.sync; });
  }

  async function sync() {
    // The browser itself sends, also when no page is open, where it can.
    const registration = await navigator.serviceWorker.getRegistration("/s/");
    await registration.sync.register(KEPT);
    card.dataset.sync = "yes";
  }

  async function tryNow() {
    await deliver();
    await tell();
  }

  async function tryIfWaiting() {
    if ((await allKept()).some((one) => one.state === "waiting")) {
      await sync().catch(() => { card.dataset.sync = "no"; });
      await tryNow();
    }
  }

  const refused = async () => (await allKept()).filter((one) => one.state === "refused");

  card.querySelector("[data-try]").addEventListener("click", tryNow);
  card.querySelector("[data-again]").addEventListener("click", async () => {
    await Promise.all((await refused()).map((one) => changeKept(one.id, { state: "waiting", reason: "" })));
    await tryNow();
  });
  card.querySelector("[data-remove]").addEventListener("click", async () => {
    await Promise.all((await refused()).map((one) => removeKept(one.id)));
    await tell();
  });
  others.onmessage = tell;
  addEventListener("online", tryIfWaiting);
  document.addEventListener("visibilitychange", () => document.hidden || tryIfWaiting());
  setInterval(tryIfWaiting, TRY_AGAIN);
  tell().then(tryIfWaiting);
  return { draw, tell, tryIfWaiting };
}
