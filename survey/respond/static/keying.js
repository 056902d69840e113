// Typing in with the number keys: the whole form on one page, one field in hand. The paper is the draft: nothing of a
// form is kept in this browser, only that the PIN was right, and that dies with the tab.

const TICKET = "typing " + address;
const pin = document.getElementById("pin");
const desk = document.getElementById("desk");
const group = desk.dataset.group === "yes";
const heading = document.getElementById("heading");
const tally = document.getElementById("tally");
const number = document.getElementById("number");
const writtenIn = document.getElementById("written-in");
const sample = document.getElementById("sample");
const trouble = document.getElementById("trouble");
const keepButton = document.getElementById("keep");
const leaveCheck = document.getElementById("leave-check");
const differences = document.getElementById("differences");

let ticket = null;
let id = newSubmissionId();
let checking = 0;
let replacing = false;
let typed = "";
let busy = false;

const fill = (pattern, values) => Object.entries(values).reduce((text, [name, value]) => text.replace("{" + name + "}", value), pattern);
const step = (name, body) => post(address + "/paper/" + name, body);
const inputsOf = (field) => [...field.querySelectorAll("input")];
const shownForm = () => (differences.hidden ? form : differences);
const fields = () => [...shownForm().querySelectorAll("[data-key]")].filter((field) => !field.hidden && !field.closest("section[hidden]"));
const fieldOf = (element) => element.closest("[data-key]");

// --- which fields are there

function prepare() {
  questions.forEach((question) => {
    const { question: name, type } = question.dataset;
    question.querySelectorAll("[data-row]").forEach((row) => { row.dataset.key = name + "." + row.dataset.row; });
    if (type !== "rating_grid" && type !== "note") {
      question.dataset.key = name;
    }
  });
  form.querySelectorAll("[data-key]").forEach(numberBoxes);
}

// As on the paper: each box by its place in the list, with as many digits as the last one has.
function numberBoxes(field) {
  const inputs = inputsOf(field);
  inputs.forEach((input, place) => {
    input.closest("label").dataset.number = String(place + 1).padStart(String(inputs.length).length, "0");
  });
}

function refresh() {
  const asked = walk().screens.filter(Boolean);
  form.querySelectorAll("[data-key]").forEach((field) => {
    field.hidden = !asked.includes(field) || Boolean(checking) && field.dataset.type === "text";
  });
  questions.filter((question) => question.dataset.type === "rating_grid").forEach((grid) => {
    grid.hidden = [...grid.querySelectorAll("[data-key]")].every((row) => row.hidden);
  });
}

// --- keys

function onKey(event) {
  const field = fieldOf(event.target);
  if (!field || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const writing = event.target.tagName === "TEXTAREA";
  if (event.key === "Enter" && !(writing && event.shiftKey)) {
    event.preventDefault();
    move(field, event.shiftKey ? -1 : 1);
  } else if (!writing && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(field, event.key === "ArrowUp" ? -1 : 1);
  } else if (!writing && event.key === "Backspace") {
    event.preventDefault();
    inputsOf(field).forEach((input) => { input.checked = false; });
    type(field, "");
    say("");
    refresh();
  } else if (!writing && /^[0-9]$/.test(event.key)) {
    event.preventDefault();
    press(field, typed + event.key);
  }
}

function move(field, by) {
  const all = fields();
  const to = all[all.indexOf(field) + by];
  if (to) {
    take(to);
  } else if (by > 0) {
    shownForm().querySelector(".main").focus();
  }
}

function take(field) {
  type(field, "");
  (field.querySelector("label:not([hidden]) input:checked") || field.querySelector("label:not([hidden]) input, textarea")).focus();
  field.scrollIntoView({ block: "nearest" });
}

function type(field, digits) {
  typed = digits;
  document.querySelectorAll("[data-typed]").forEach((other) => other.removeAttribute("data-typed"));
  if (digits) {
    field.querySelector("legend").dataset.typed = digits;
  }
}

function press(field, digits) {
  const inputs = inputsOf(field);
  if (digits.length < String(inputs.length).length) {
    type(field, digits);
    return;
  }
  type(field, "");
  const input = inputs[Number(digits) - 1];
  if (!input || input.closest("label").hidden) {
    say(fill(trouble.dataset.none, { number: digits }));
    return;
  }
  input.checked = !input.checked;
  say("");
  onChange({ target: input });
  input.focus();
}

function onChange({ target }) {
  const field = fieldOf(target);
  if (target.type === "checkbox" && target.checked) {
    const alone = "alone" in target.dataset;
    inputsOf(field).filter((other) => other !== target && (alone || "alone" in other.dataset)).forEach((other) => { other.checked = false; });
    const most = Number(field.dataset.max) || Infinity;
    if (chosen(field).length > most) {
      target.checked = false;
      say(fill(trouble.dataset.most, { of: most }));
    }
  }
  refresh();
}

function say(message) {
  trouble.textContent = message;
  trouble.hidden = !message;
}

// --- one form after the other

function show(state) {
  if (group) {
    return;
  }
  number.value = state.next;
  tally.dataset.told = fill(tally.dataset.forms, { forms: state.forms });
  sample.hidden = state.to_check.length === 0;
  sample.querySelector("div").replaceChildren(...state.to_check.map((one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = fill(heading.dataset.one, { number: one });
    button.addEventListener("click", () => { tell(""); begin(one); });
    return button;
  }));
}

function begin(again = 0) {
  checking = again;
  id = newSubmissionId();
  form.reset();
  differences.hidden = true;
  form.hidden = false;
  say("");
  refresh();
  desk.toggleAttribute("data-checking", Boolean(checking));
  if (!group) {
    const words = checking ? heading.dataset.again : heading.dataset.one;
    heading.textContent = fill(words, { number: checking || number.value });
    leaveCheck.hidden = !checking;
  }
  keepButton.textContent = group ? keepButton.dataset[replacing ? "replace" : "group"] : keepButton.dataset[checking ? "again" : "one"];
  const [first] = fields();
  take(first);
  scrollTo(0, 0);
}

function tell(words) {
  tally.textContent = [words, tally.dataset.told].filter(Boolean).join(" ");
}

async function onKeep(event) {
  event.preventDefault();
  if (busy) {
    return;
  }
  busy = true;
  const { answers } = walk();
  const language = writtenIn ? writtenIn.value : page.lang;
  const sent = { ticket, submission_id: id, version: form.dataset.version, language, answers };
  if (group) {
    await sendRecord(sent);
  } else if (checking) {
    await compare(sent, {});
  } else {
    await keepForm(sent);
  }
  busy = false;
}

async function keepForm(sent) {
  const now = Number(number.value);
  const answer = await step("keep", { ...sent, number: now });
  if (!answer.ok) {
    refused(answer);
    return;
  }
  show(answer);
  tell(answer.kept ? fill(tally.dataset.kept, { number: now }) : tally.dataset.notKept + " " + answer.message);
  begin();
}

async function compare(sent, decided) {
  const answer = await step("check", { ...sent, number: checking, decided });
  if (!answer.ok) {
    refused(answer);
  } else if (answer.differences.length) {
    decide(sent, answer.differences);
  } else {
    const done = checking;
    show(answer);
    begin();
    tell(fill(tally.dataset.checked, { number: done }));
  }
}

async function sendRecord(sent) {
  const answer = await step("group", { ...sent, replacing });
  if (answer.ok) {
    desk.hidden = true;
    const written = document.getElementById("written");
    written.hidden = false;
    written.querySelector("h1").focus();
    return;
  }
  replacing = answer.reason === "already_written";
  keepButton.textContent = keepButton.dataset[replacing ? "replace" : "group"];
  refused(answer);
}

function refused(answer) {
  const [first] = answer.problems || [];
  const at = first && fields().find((field) => field.dataset.key === first.field || field.dataset.key.startsWith(first.field + "."));
  if (answer.next) {
    number.value = answer.next;
    heading.textContent = fill(heading.dataset.one, { number: answer.next });
  }
  say(answer.message || trouble.dataset.offline);
  if (at) {
    take(at);
  }
}

// --- first and second, box by box

function decide(sent, found) {
  form.hidden = true;
  differences.hidden = false;
  differences.querySelector("div").replaceChildren(...found.map((one) => drawDifference(one)));
  differences.onsubmit = async (event) => {
    event.preventDefault();
    const undecided = fields().find((field) => !chosen(field).length);
    if (undecided) {
      take(undecided);
      return;
    }
    const decided = Object.fromEntries(fields().map((field) => [field.dataset.field, chosen(field)[0]]));
    await compare(sent, decided);
  };
  const [first] = fields();
  take(first);
}

function drawDifference({ field: name, first, second }) {
  const asked = form.querySelector(`[data-key="${name}"]`);
  const set = document.createElement("fieldset");
  set.dataset.key = "difference " + name;
  set.dataset.field = name;
  const legend = document.createElement("legend");
  const title = document.createElement("h3");
  const named = [asked.closest("[data-question]").querySelector("h2"), asked.querySelector("h3")];
  title.textContent = named.filter(Boolean).map((part) => part.textContent.trim()).join(" ");
  legend.append(title);
  const boxes = document.createElement("div");
  boxes.className = "choices";
  boxes.append(...[["first", first], ["second", second]].map(([time, values]) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: set.dataset.key, value: time });
    label.append(input, fill(differences.dataset[time], { words: values.map((value) => wordsFor(asked, value)).join(", ") }));
    return label;
  }));
  set.append(legend, boxes);
  numberBoxes(set);
  return set;
}

function wordsFor(field, value) {
  const known = { skipped: differences.dataset.skipped, not_asked: differences.dataset.notAsked };
  const input = inputsOf(field).find((one) => one.value === value);
  return input ? input.closest("label").textContent.trim() : known[value] || value;
}

// --- beginning

async function open(name, body) {
  const answer = await step(name, body);
  if (!answer.ok) {
    sessionStorage.removeItem(TICKET);
    return answer;
  }
  ticket = answer.ticket || ticket;
  sessionStorage.setItem(TICKET, ticket);
  pin.hidden = true;
  desk.hidden = false;
  replacing = false;
  show(answer);
  begin();
  tell("");
  return answer;
}

function listen() {
  const pinForm = pin.querySelector("form");
  pinForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await open("open", { pin: document.getElementById("pin-box").value });
    const said = pin.querySelector("[role=alert]");
    said.hidden = answer.ok;
    said.textContent = answer.message || said.dataset.offline;
    if (!answer.ok) {
      pinForm.reset();
    }
  });
  document.addEventListener("keydown", onKey);
  form.addEventListener("change", onChange);
  form.addEventListener("submit", onKeep);
  leaveCheck.addEventListener("click", () => begin());
  if (number) {
    number.addEventListener("input", () => { heading.textContent = fill(heading.dataset.one, { number: number.value }); });
    const close = document.querySelector("#close-batch button");
    close.addEventListener("click", async () => {
      if (close.textContent !== close.dataset.sure) {
        close.textContent = close.dataset.sure;
        return;
      }
      const answer = await step("close", { ticket });
      if (answer.ok) {
        sessionStorage.removeItem(TICKET);
        location.reload();
      } else {
        refused(answer);
      }
    });
  }
}

page.dataset.mode = "paper";
prepare();
listen();
page.dataset.ready = "yes";
ticket = sessionStorage.getItem(TICKET);
if (ticket) {
  open("look", { ticket });
} else {
  document.getElementById("pin-box").focus();
}
