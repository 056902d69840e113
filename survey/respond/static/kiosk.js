// One tablet, passed round: starts again after each person, remembers nobody, and is the leader's to begin and end.

const SHARED = "shared";
const IDLE = 90000;
const WARNING = 15000;
const pinScreen = document.getElementById("pin");
const idle = document.getElementById("idle");
let untilWarned = null;
let untilReset = null;

function startKiosk() {
  if (sessionStorage.getItem(SHARED) !== address) {
    askForPin(() => {
      wipeDraft();
      sessionStorage.setItem(SHARED, address);
    });
    return;
  }
  page.dataset.mode = "tablet";
  // What another language handed over is on the page by now, and is kept nowhere else.
  sessionStorage.removeItem(DRAFT);
  // Leaving leads to the first screen here: to take the whole tablet away would end it for the next person.
  leaveLink.href = location.href;
  document.getElementById("end-shared").addEventListener("click", () => askForPin(() => {
    sessionStorage.removeItem(SHARED);
    forgetKept();
    return "/s/";
  }));
  document.getElementById("done").addEventListener("click", startAgain);
  idle.querySelector("button").addEventListener("click", () => idle.close());
  ["pointerdown", "keydown", "input"].forEach((touch) => document.addEventListener(touch, onTouch));
  addEventListener("popstate", () => {
    history.pushState(null, "");
    const card = document.querySelector("dialog[open]");
    if (card) {
      closeCard(card);
    } else {
      move(-1);
    }
  });
  onTouch();
}

function onTouch() {
  // A browser only lets Back be caught once somebody has touched the page.
  if (!history.state) {
    history.replaceState("caught", "");
    history.pushState("caught", "");
  }
  clearTimeout(untilWarned);
  clearTimeout(untilReset);
  if (idle.open) {
    idle.close();
  }
  untilWarned = setTimeout(warn, IDLE - WARNING);
}

function warn() {
  if (current() === opening) {
    return;
  }
  document.querySelectorAll("dialog[open]").forEach(closeCard);
  idle.showModal();
  untilReset = setTimeout(startAgain, WARNING);
}

function startAgain() {
  page.className = "gone";
  wipeDraft();
  document.querySelectorAll("form").forEach((one) => one.reset());
  // In the language the session is in, whichever the last person read.
  location.replace(address + "?kiosk");
}

function askForPin(onRight) {
  show(opening);
  opening.hidden = true;
  pinScreen.hidden = false;
  headingOf(pinScreen).focus();
  const pinForm = pinScreen.querySelector("form");
  pinForm.onsubmit = async (event) => {
    event.preventDefault();
    const answer = await post(address + "/tablet", { pin: pinForm.elements.pin.value });
    const trouble = pinScreen.querySelector("[role=alert]");
    if (answer.ok) {
      location.replace(onRight() || location.href);
    } else {
      pinForm.reset();
      trouble.textContent = answer.message || trouble.dataset.offline;
      trouble.hidden = false;
    }
  };
}

startKiosk();
