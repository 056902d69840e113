// Getting away at once: cover the screen, wipe the draft and what was kept for when there is no signal, then put a
// neutral page in the place of this one.
// One history entry is all this page ever makes, so replacing it leaves none that leads back.

const leaveLink = document.getElementById("leave");

const AT_MOST = 1500; // the screen is covered meanwhile
let forgotten = false;
let settling = null;

async function leave() {
  page.className = "gone";
  dispatchEvent(new Event("leave"));
  document.title = leaveLink.hostname;
  wipeDraft();
  document.querySelectorAll("form").forEach((form) => form.reset());
  if (page.dataset.mode !== "tablet") {
    await forgetKept();
  }
  location.replace(leaveLink.href);
}

// The page in the cache goes now. The worker sends what still waits and then goes too, whether this page is there or not.
function forgetKept() {
  const tired = new Promise((done) => setTimeout(done, AT_MOST));
  return navigator.serviceWorker && Promise.race([forgetAll().catch(() => null), tired]);
}

async function forgetAll() {
  forgotten = true;
  await emptyCaches();
  await settling; // what was being kept at this moment may have come after that
  await emptyCaches();
  const known = await navigator.serviceWorker.getRegistration("/s/");
  const worker = known && (known.active || known.waiting || known.installing);
  if (worker) {
    const { port1, port2 } = new MessageChannel();
    const done = new Promise((heard) => { port1.onmessage = heard; });
    worker.postMessage("leave", [port2]);
    await done;
  }
}

async function emptyCaches() {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

function watchForLeaving() {
  document.querySelectorAll("#leave, .leave").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  }));
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      // Capital letters in a sentence are not a wish to leave.
      presses = [];
    } else if (!event.repeat) {
      presses = [...presses, Date.now()].slice(-3);
      if (presses.length === 3 && presses[2] - presses[0] <= 5000) {
        leave();
      }
    }
  });
}
