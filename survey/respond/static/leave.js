// Getting away at once: cover the screen, wipe the draft, then put a neutral page in the place of this one.
// One history entry is all this page ever makes, so replacing it leaves none that leads back.

const leaveLink = document.getElementById("leave");

function leave() {
  page.className = "gone";
  document.title = leaveLink.hostname;
  wipeDraft();
  document.querySelectorAll("form").forEach((form) => form.reset());
  location.replace(leaveLink.href);
}

function watchForLeaving() {
  leaveLink.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      // Capital letters in a sentence are not a wish to leave.
      presses = [];
    } else if (!event.repeat) {
      presses = [...presses, Date.now()].slice(-3);
      if (presses.length === 3 && presses[2] - presses[0] <= 5000) {
        leave();
      }
    }
  });
}
