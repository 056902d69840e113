// Another language, at any moment. It is a new page in the place of this one: no history, and the draft goes along.

const languageCard = document.getElementById("languages");
const WITHIN = 20000;

function openLanguages() {
  if (!languageCard.open) {
    languageCard.showModal();
    headingOf(languageCard).focus();
  }
}

// Asked for before this page is given up: without a signal it stays, with everything on it.
async function chooseLanguage(event) {
  event.preventDefault();
  const { href } = event.currentTarget;
  const answer = await fetch(href, { method: "HEAD" }).catch(() => ({ ok: false }));
  languageCard.querySelector("[role=alert]").hidden = answer.ok;
  if (!answer.ok) {
    openLanguages();
    return;
  }
  // A shared tablet keeps no draft, so what is on the page is handed on, for a moment.
  if (page.dataset.mode && !quiet && current() !== opening) {
    sessionStorage.setItem(DRAFT, JSON.stringify({ ...state, until: Date.now() + WITHIN }));
  }
  location.replace(href);
}

document.querySelectorAll("a[hreflang]").forEach((link) => link.addEventListener("click", chooseLanguage));
document.getElementById("open-languages").addEventListener("click", openLanguages);
languageCard.querySelector(".close").addEventListener("click", () => languageCard.close());
