// The help card: the same list for everybody on the long form, for this person and this place with the script.

const helpCard = document.getElementById("help");
const helpList = helpCard.querySelector("ul");
const words = (text) => (text || "").split(" ").filter(Boolean);

function openHelp() {
  if (helpCard.showModal) {
    helpCard.showModal();
  } else {
    helpCard.setAttribute("open", "");
  }
  helpCard.querySelector("h2").focus();
}

function closeHelp() {
  if (helpCard.close) {
    helpCard.close();
  } else {
    helpCard.removeAttribute("open");
  }
}

// Which lines fit this age (all, while the age is not known), those about what was answered first.
function fitHelp(age, topics) {
  const lines = [...helpList.children];
  lines.forEach((line) => {
    const ages = words(line.dataset.ages);
    line.hidden = Boolean(age) && ages.length > 0 && !ages.includes(age);
  });
  const about = (line) => Math.min(topics.length, ...words(line.dataset.topics).map((topic) => topics.indexOf(topic)).filter((at) => at >= 0));
  const number = (line) => Number(line.dataset.number);
  lines.sort((one, other) => about(one) - about(other) || number(one) - number(other));
  helpList.append(...lines);
}

// The first few lines that fit, for the thank-you page.
function firstHelp(most) {
  const few = helpList.cloneNode(false);
  few.append(...[...helpList.children].filter((line) => !line.hidden).slice(0, most).map((line) => line.cloneNode(true)));
  return few;
}

function watchHelp() {
  document.querySelectorAll("[href='#help']").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    openHelp();
  }));
  helpCard.querySelector(".close").addEventListener("click", closeHelp);
  // A tap beside the card closes it, as people expect.
  helpCard.addEventListener("click", (event) => event.target === helpCard && closeHelp());
}
