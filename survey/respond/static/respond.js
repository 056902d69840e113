// One question a screen, out of the one long form that works without any of this.
// `state` is the draft: what was ticked and written, which screen, and the id under which it will be sent.

const main = document.querySelector("main");
[...document.getElementById("with-script").content.children].forEach((part) => {
  document.querySelector(part.dataset.into).append(part);
});
const progress = document.getElementById("progress");
const spoken = document.getElementById("spoken");
const steps = document.getElementById("steps");
const back = document.getElementById("back");
const next = document.getElementById("next");
const told = document.getElementById("told");
const finish = document.getElementById("finish");
const trouble = document.getElementById("trouble");
const sendButton = finish.querySelector("button");
const opening = document.getElementById("opening");
const sizeButton = document.getElementById("size");
const sharpButton = document.getElementById("sharp");
const thanks = document.getElementById("thanks");
const quietScreens = [...document.querySelectorAll(".quiet")];
quietScreens.slice(1).forEach((screen) => {
  const cards = quietScreens[0].querySelector(".choices").cloneNode(true);
  cards.querySelectorAll("input").forEach((input) => { input.name = screen.dataset.key; });
  screen.querySelector("fieldset").append(cards);
});
questions.forEach((question) => {
  const { question: name, type } = question.dataset;
  question.querySelectorAll("[data-row]").forEach((row) => { row.dataset.key = name + "." + row.dataset.row; });
  if (type !== "rating_grid") {
    question.dataset.key = name;
  }
});
const everyScreen = [opening, thanks, ...quietScreens, ...form.querySelectorAll("[data-key], form > [id]")];
const ends = [opening, thanks];
const inputOf = (name) => document.querySelector(`input[form][name="${name}"]`);
const title = document.title;

let state = { path: address, id: newSubmissionId(), seed: newSeed(), at: "opening", size: "", given: [] };
let quiet = false;
let topics = [];
// Until they are there (later.js).
let speech = { hush() {}, readOn() {} };
let keepReceipt = () => {};

// --- showing a screen

function screensNow() {
  return quiet ? [opening, ...quietScreens] : [opening, ...walk().screens];
}

function show(screen) {
  everyScreen.forEach((one) => { one.hidden = one !== screen; });
  questions.forEach((question) => { question.hidden = question !== screen && !question.contains(screen); });
  form.hidden = !form.contains(screen);
  steps.hidden = ends.includes(screen);
  progress.hidden = ends.includes(screen);
  page.dataset.at = nameOf(screen);
  if (screen.classList.contains("out")) {
    wipeDraft();
  } else if (!quiet && !ends.includes(screen)) {
    state.at = nameOf(screen);
    keep();
  }
  countSteps(screen);
  labelNext(screen);
  tellChosen(screen, false);
  scrollTo(0, 0);
  speech.readOn(screen);
}

function countSteps(screen) {
  const counted = screensNow().filter((one) => one.dataset.key);
  const number = counted.indexOf(screen) + 1;
  const share = screensNow().indexOf(screen) / (screensNow().length - 1);
  progress.querySelector("i").style.inlineSize = Math.round(share * 100) + "%";
  // How many there are is known once the first question, the age, is behind us.
  const pattern = number > 1 ? progress.dataset.told : number ? progress.dataset.first : "";
  const place = pattern.replace("{number}", number).replace("{of}", counted.length);
  progress.querySelector(".place").textContent = place;
  spoken.textContent = place;
  document.title = place ? place + " – " + title : title;
}

function labelNext(screen) {
  const asks = screen.querySelector("input, textarea");
  const answered = !asks || screen.querySelector("input:checked") || (asks.value || "").trim() && asks.type === "textarea";
  next.textContent = answered ? next.dataset.next : next.dataset.skip;
  next.classList.toggle("main", Boolean(answered));
  const screens = screensNow();
  next.hidden = screens.indexOf(screen) === screens.length - 1;
}

const headingOf = (screen) => screen.querySelector("h1, h2, h3");

function go(screen) {
  show(screen);
  headingOf(screen).focus({ preventScroll: true });
}

function current() {
  return everyScreen.find((screen) => !screen.hidden);
}

function move(by) {
  const screens = screensNow();
  const to = screens.indexOf(current()) + by;
  if (to >= 0 && to < screens.length) {
    quiet = quiet && to > 0;
    go(screens[to]);
  }
}

// --- keeping the draft

function keep() {
  state.given = [...new FormData(form)].filter(([name]) => !inputOf(name));
  keepDraft(state);
}

function resume(draft) {
  state = draft;
  form.reset();
  form.querySelectorAll("input:checked").forEach((input) => { input.checked = false; });
  state.given.forEach(([name, value]) => {
    [...form.elements].filter((control) => control.name === name).forEach((control) => {
      if (control.type === "textarea") {
        control.value = value;
      } else if (control.value === value) {
        control.checked = true;
      }
    });
  });
}

// --- answering

function onAnswer(event) {
  const question = event.target.closest("[data-question]");
  if (question && event.target.type === "checkbox") {
    keepToLimits(question, event.target);
  }
  if (current()) {
    labelNext(current());
  }
  if (question) {
    orderHelp();
    keep();
  }
}

function orderHelp() {
  const { answers } = walk();
  topics = [...form.querySelectorAll("input:checked[data-help]")].reduce((all, input) => all.concat(words(input.dataset.help)), []);
  fitHelp(answers.age_band, topics, answers.area);
}

function keepToLimits(question, box) {
  const boxes = [...question.querySelectorAll("input:checked")];
  if (box.checked) {
    const alone = "alone" in box.dataset;
    boxes.filter((one) => one !== box && (alone || "alone" in one.dataset)).forEach((one) => { one.checked = false; });
  }
  const most = Number(question.dataset.max) || Infinity;
  const tooMany = question.querySelectorAll("input:checked").length > most;
  if (tooMany) {
    box.checked = false;
  }
  tellChosen(question, tooMany);
}

function tellChosen(screen, tooMany) {
  const { max } = screen.dataset;
  const number = screen.querySelectorAll("input:checked").length;
  const text = !max || !number ? "" : tooMany ? told.dataset.full : told.dataset.chosen;
  told.textContent = text.replace("{number}", number).replace("{of}", max);
  told.classList.toggle("full", Boolean(tooMany));
}

// --- sending

async function onSend() {
  if (sendButton.getAttribute("aria-disabled") === "true") {
    return;
  }
  waiting(true);
  const { answers } = walk();
  const turned = form.querySelector("[data-rotate]") ? state.seed : null;
  const submission = { submission_id: state.id, version: inputOf("version").value, language: inputOf("language").value, answers, rotation_seed: turned, mode: page.dataset.mode || "phone" };
  const kept = offline && await offline.keep(submission);
  const answer = await send(submission);
  const done = kept && await offline.settled(kept, answer);
  waiting(false);
  if (done) {
    return;
  }
  if (answer.ok) {
    sent(answer.help_topics || []);
  } else if (answer.reason === "conflict") {
    // They were sent before, and heard of now: what was changed in between is not there. Say so, and be done.
    sent([]);
    tell(answer.message, thanks);
  } else {
    notSent(answer);
  }
}

function tell(message, screen) {
  trouble.querySelector("p").textContent = message;
  trouble.hidden = false;
  screen.append(trouble);
  trouble.focus();
}

function waiting(yes) {
  sendButton.setAttribute("aria-disabled", String(yes));
  sendButton.textContent = yes ? sendButton.dataset.sending : sendButton.dataset.send;
  if (yes) {
    trouble.hidden = true;
  }
}

function notSent(answer) {
  const [first] = answer.problems || [];
  const at = first && everyScreen.find((screen) => nameOf(screen) === first.field || screen.dataset.key && screen.dataset.key.startsWith(first.field + "."));
  if (at) {
    go(at);
  }
  tell(answer.message || trouble.dataset.offline, current());
  sendButton.textContent = answer.reason === "wrong_version" ? sendButton.dataset.reload : sendButton.dataset.again;
  reloadToMend = answer.reason === "wrong_version";
  if (!answer.status) {
    tryAgainLater();
  }
}

let reloadToMend = false;

// Where nothing can be sealed, this page is the only place the answers are: it goes on trying as long as it is open.
const AGAIN = 20000;
let again = null;

function tryAgainLater() {
  clearTimeout(again);
  again = setTimeout(sendAgain, AGAIN);
}

function sendAgain() {
  if (again && current() === finish && !trouble.hidden) {
    onSend();
  }
}

addEventListener("online", sendAgain);

function sent(asked, age = walk().answers.age_band) {
  const { id } = state;
  fitHelp(age, asked.concat(topics));
  wipeDraft();
  form.reset();
  thanks.querySelector(".help-here").append(firstHelp(3));
  const receipt = document.getElementById("receipt");
  receipt.querySelector("button").addEventListener("click", () => showReceipt(receipt, id));
  go(thanks);
}

async function showReceipt(receipt, id) {
  const answer = await askForReceipt(id);
  const said = receipt.querySelector("[role=status]");
  if (answer.ok) {
    receipt.querySelector("button").remove();
    receipt.querySelector("output").textContent = answer.receipt;
    keepReceipt(receipt);
    said.textContent = "";
  } else {
    said.textContent = answer.message || said.dataset.offline;
  }
}

// --- starting

function begin() {
  const draft = readDraft();
  if (draft && draft.path === address) {
    resume(draft);
  }
  turn(state.seed);
  // A screen is a page to whoever hears it: its heading is the first one, and is where reading begins.
  everyScreen.map(headingOf).forEach((heading) => {
    heading.tabIndex = -1;
    heading.setAttribute("aria-level", "1");
  });
  resize(state.size);
  sharpen(state.sharp);
  const screens = screensNow();
  show(screens.find((screen) => nameOf(screen) === state.at) || opening);
  orderHelp();
  page.dataset.ready = "yes";
}

function resize(size) {
  state.size = size;
  page.dataset.size = size;
  sizeButton.setAttribute("aria-label", sizeButton.dataset[sizeAfter()]);
}

// One button goes round: larger, largest, usual again. It is called what it will do.
function sizeAfter() {
  return { large: "largest", largest: "usual" }[state.size] || "large";
}

function sharpen(more) {
  state.sharp = Boolean(more);
  page.toggleAttribute("data-sharp", state.sharp);
  sharpButton.setAttribute("aria-pressed", String(state.sharp));
}

function listen() {
  watchForLeaving();
  watchHelp();
  sharpButton.addEventListener("click", () => { sharpen(!state.sharp); keep(); });
  document.getElementById("start").addEventListener("click", (event) => {
    event.preventDefault();
    quiet = false;
    move(1);
  });
  document.getElementById("no-thanks").addEventListener("click", (event) => {
    event.preventDefault();
    quiet = true;
    wipeDraft();
    move(1);
  });
  sizeButton.addEventListener("click", () => { resize(sizeAfter()); keep(); });
  back.addEventListener("click", () => move(-1));
  next.addEventListener("click", () => move(1));
  main.addEventListener("input", onAnswer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (current() !== finish) {
      move(1);
    } else if (reloadToMend) {
      location.reload();
    } else {
      onSend();
    }
  });
}

listen();
begin();
