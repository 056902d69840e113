// Runs in the head: hides the long form before it is drawn, so that it does not flash past.
// When the rest of the script cannot run (an old phone), the long form comes back and works as it is.
var page = document.documentElement;
page.className = "js";
addEventListener("load", function () { if (!page.dataset.ready) { page.className = ""; } });
