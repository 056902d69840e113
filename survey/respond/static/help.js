// The help card: the same list for everybody on the long form, for this person and this place with the script. And the
// card to hold up to an adult. Both are dialogs: Escape closes them, and Back where a phone has one, with no entry in
// the history of our making. Going anywhere closes them too, so that coming back finds none open.

const helpCard = document.getElementById("help");
const wordCard = document.getElementById("word");
const helpList = helpCard.querySelector("ul");
const words = (text) => (text || "").split(" ").filter(Boolean);
let livesIn = "";

function openCard(card) {
  speech.hush();
  if (card.showModal) {
    card.showModal();
  } else {
    card.setAttribute("open", "");
  }
  card.querySelector("h2").focus();
}

function closeCard(card) {
  if (card.close) {
    card.close();
  } else {
    card.removeAttribute("open");
  }
}

const openHelp = () => openCard(helpCard);
const closeHelp = () => closeCard(helpCard);

// Which lines fit this age and this area (all, while it is not known), those about what was answered first. Somebody
// who lives in none of the areas there are lines for is given those of the session's.
function fitHelp(age, topics, area = livesIn) {
  livesIn = area;
  const lines = [...helpList.children];
  const fits = (listed, one) => !one || !listed || words(listed).includes(one);
  const known = lines.some((line) => words(line.dataset.areas).includes(area));
  lines.forEach((line) => {
    const { ages, areas } = line.dataset;
    line.hidden = !fits(ages, age) || (known ? !fits(areas, area) : "elsewhere" in line.dataset);
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
  document.getElementById("ask").addEventListener("click", (event) => {
    event.preventDefault();
    openCard(wordCard);
  });
  [helpCard, wordCard].forEach((card) => {
    card.querySelector(".close").addEventListener("click", (event) => {
      event.preventDefault();
      closeCard(card);
    });
    // A tap beside the card closes it, as people expect.
    card.addEventListener("click", (event) => event.target === card && closeCard(card));
  });
  addEventListener("pagehide", () => document.querySelectorAll("dialog[open]").forEach(closeCard));
}
