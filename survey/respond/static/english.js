// On a page in another language: words that nobody has translated are English, wrapped in a sign that says so where an
// attribute cannot. Whatever the script puts on the page from there is marked as English, for ears and for the direction.

const ENGLISH = "\u2066";

function markEnglish(element) {
  if (element.textContent.startsWith(ENGLISH)) {
    element.lang = "en";
    element.dir = "ltr";
  } else if (element.lang) {
    element.removeAttribute("lang");
    element.dir = "auto";
  }
}

document.querySelectorAll(`[aria-label^="${ENGLISH}"]`).forEach((element) => { element.lang = "en"; });
[next, told, spoken, trouble.querySelector("p"), progress.querySelector(".place"), sendButton].forEach((element) => {
  new MutationObserver(() => markEnglish(element)).observe(element, { childList: true, characterData: true, subtree: true });
  markEnglish(element);
});
