// When is a question asked? The same rules as survey/questionnaire/rules.py, as the same data.
// tests/questionnaire/rule_cases.json is the table both must pass. Pure: answers in, yes or no out.

const NOTHING_SAID = ["not_asked", "skipped"];
const NO_OPINION = ["not_sure", "rather_not_say"];
const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

const OPERATORS = {
  all: (rules, answers) => rules.every((rule) => holds(rule, answers)),
  any: (rules, answers) => rules.some((rule) => holds(rule, answers)),
  not: (rule, answers) => !holds(rule, answers),
  equals: ([name, choice], answers) => said(answers, name).length > 0 && said(answers, name).every((one) => one === choice),
  any_in: ([name, choices], answers) => said(answers, name).some((one) => choices.includes(one)),
  all_in: ([name, choices], answers) => said(answers, name).length > 0 && said(answers, name).every((one) => choices.includes(one)),
  count: (bounds, answers) => {
    const number = opinions(answers, bounds.question).length;
    const enough = !has(bounds, "at_least") || number >= bounds.at_least;
    return enough && (!has(bounds, "at_most") || number <= bounds.at_most);
  },
  answered: (name, answers) => opinions(answers, name).length > 0,
};

function holds(rule, answers) {
  const [operator] = Object.keys(rule);
  return OPERATORS[operator](rule[operator], answers);
}

// Everything said in answer to a question, or to one row of a grid when the name is `grid.row`.
function said(answers, name) {
  const dot = name.indexOf(".");
  const question = dot < 0 ? name : name.slice(0, dot);
  const row = dot < 0 ? "" : name.slice(dot + 1);
  let answer = has(answers, question) ? answers[question] : undefined;
  if (row) {
    answer = isObject(answer) && has(answer, row) ? answer[row] : undefined;
  }
  return each(answer).filter((one) => one.trim() && !NOTHING_SAID.includes(one));
}

function each(answer) {
  const words = (values) => values.filter((one) => typeof one === "string");
  if (typeof answer === "string") {
    return [answer];
  }
  if (Array.isArray(answer)) {
    return [...new Set(words(answer))];
  }
  return isObject(answer) ? words(Object.values(answer)) : [];
}

function opinions(answers, name) {
  return said(answers, name).filter((one) => !NO_OPINION.includes(one));
}

// A seeded order, so that an analyst who has the stored seed can draw the same one again. The question's name is
// mixed in, or every list of one phone would be turned alike. The generator is the linear congruential one of
// Numerical Recipes; its high bits, which a division keeps, are the good ones.
function shuffled(items, seed, name) {
  let state = seed >>> 0;
  const next = (mixedIn) => {
    state = (Math.imul(state ^ mixedIn, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  [...name].forEach((letter) => next(letter.codePointAt(0)));
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next(0) * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
