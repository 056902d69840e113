// A page that is not the survey, such as that of a session that has ended: Leave works as it does there, and whoever
// comes back with answers that still wait is told what becomes of them.

const page = document.documentElement;
const keptCard = document.getElementById("kept");

watchForLeaving();
if (isSecureContext && window.indexedDB) {
  watchKept(keptCard, { home: (card) => document.querySelector("main h1").after(card) });
}
