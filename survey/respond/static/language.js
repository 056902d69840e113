// Another language, at any moment. It is a new page in the place of this one: no history, and the draft goes along.

const languageCard = document.getElementById("languages");
const WITHIN = 20000;
const ENGLISH = "\u2066";

function chooseLanguage(event) {
  event.preventDefault();
  const link = event.currentTarget;
  // Asked for before this page is given up: without a signal it stays, with everything on it.
  fetch(link.href, { method: "HEAD" }).then((answer) => {
    if (!answer.ok) {
      throw new Error();
    }
    handOver();
    location.replace(link.href);
  }).catch(() => {
    const trouble = languageCard.querySelector("[role=alert]");
    trouble.textContent = trouble.dataset.offline;
    trouble.hidden = false;
    openLanguages();
  });
}

// A shared tablet keeps no draft, so what is on the page is handed on, for a moment.
function handOver() {
  if (page.dataset.mode === "tablet" && !quiet && current() !== opening) {
    keep();
    sessionStorage.setItem(DRAFT, JSON.stringify({ ...state, until: Date.now() + WITHIN }));
  }
}

function openLanguages() {
  if (!languageCard.open) {
    languageCard.showModal();
    languageCard.querySelector("h2").focus();
  }
}

// Words that nobody has translated are English, wrapped in a sign that says so where an attribute cannot.
function markEnglish(element) {
  const english = element.textContent.startsWith(ENGLISH);
  if (english) {
    element.lang = "en";
    element.dir = "ltr";
  } else if (element.lang === "en" && element.dir === "ltr") {
    element.removeAttribute("lang");
    element.setAttribute("dir", "auto");
  }
}

document.querySelectorAll(`[aria-label^="${ENGLISH}"]`).forEach((element) => { element.lang = "en"; });
["next", "told", "spoken", "trouble"].map((id) => document.getElementById(id)).concat(progress.querySelector("span"), sendButton).forEach((element) => {
  new MutationObserver(() => markEnglish(element)).observe(element, { childList: true, characterData: true, subtree: true });
  markEnglish(element);
});
document.querySelectorAll("a[hreflang]").forEach((link) => link.addEventListener("click", chooseLanguage));
document.getElementById("open-languages").addEventListener("click", openLanguages);
languageCard.querySelector(".close").addEventListener("click", () => languageCard.close());
languageCard.addEventListener("click", (event) => event.target === languageCard && languageCard.close());
