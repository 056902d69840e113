// Which screens are there for this person, in order? Recomputed from the answers every time, never stored,
// as `Questionnaire.walk` does: a rule sees only answers given on the path, and only choices offered there.

const form = document.getElementById("questions");
const questions = [...form.querySelectorAll("[data-question]")];
const screenOuts = JSON.parse(form.dataset.screenOut || "[]");

function walk() {
  const answers = {};
  const screens = [];
  const before = document.getElementById("before");
  for (const question of questions) {
    const { question: name, type } = question.dataset;
    if (!relevant(question, answers)) {
      continue;
    }
    offer(question, answers);
    const rows = type === "rating_grid" ? rowsAsked(question, answers) : [question];
    if (rows.length === 0) {
      continue;
    }
    const answer = answerTo(question, rows);
    if (type !== "note") {
      answers[name] = answer;
    }
    if ("sensitive" in question.dataset && !screens.includes(before)) {
      screens.push(before);
    }
    screens.push(...rows);
    const out = screenOuts.findIndex((one) => holds(one.when, answers));
    if (out >= 0) {
      return { answers, screens: [...screens, document.getElementById("out-" + out)], out: true };
    }
  }
  return { answers, screens: [...screens, document.getElementById("finish")], out: false };
}

function relevant(element, answers) {
  return !element.dataset.when || holds(JSON.parse(element.dataset.when), answers);
}

// Shows the choices that may be offered. One that may not is hidden and does not count.
function offer(question, answers) {
  question.querySelectorAll("label[data-when]").forEach((choice) => {
    choice.hidden = !relevant(choice, answers);
  });
}

function rowsAsked(question, answers) {
  const { rowsFrom } = question.dataset;
  const rows = [...question.querySelectorAll("[data-row]")].filter((row) => relevant(row, answers));
  return rowsFrom ? rows.filter((row) => said(answers, rowsFrom).includes(row.dataset.row)) : rows;
}

function answerTo(question, rows) {
  const { type } = question.dataset;
  if (type === "text") {
    return question.querySelector("textarea").value;
  }
  if (type === "select_one") {
    return chosen(question)[0] || "";
  }
  if (type === "select_multiple") {
    return chosen(question);
  }
  const grid = {};
  rows.forEach((row) => {
    if (type === "rating_grid" && chosen(row).length) {
      grid[row.dataset.row] = chosen(row)[0];
    }
  });
  return grid;
}

function chosen(element) {
  return [...element.querySelectorAll("input:checked")].filter((input) => !input.closest("label[hidden]")).map((input) => input.value);
}

// Turns a list of choices by the seed; what is set apart stands in a list of its own and keeps its place.
function turn(seed) {
  questions.forEach((question) => {
    const list = question.querySelector("[data-rotate]");
    if (list) {
      list.append(...shuffled([...list.children], seed, question.dataset.question));
    }
  });
}

const nameOf = (screen) => screen.id || screen.dataset.key;
