// Read aloud, by a voice that lives on this phone: nothing is sent anywhere to be spoken. Off until somebody asks; from
// then on every screen is read, until they stop it. Only the questions are read, never what was answered. It comes after the
// first view (later.js), because nobody needs it in the first second; its buttons are drawn when it is there.

function makeSpeech(tools) {
  const { page, current, keep } = tools;
  const speaker = window.speechSynthesis;
  const READ = "h1, h2, h3, p, li, .ask, .hint, label";
  let sayings = []; // what is being said: some browsers forget a sentence that nobody holds on to

  const tongue = (code) => code.toLowerCase().split(/[-_]/)[0];

  // A voice of this phone for a language, British English before other English.
  function voiceFor(language) {
    const voices = speaker ? speaker.getVoices().filter((one) => one.localService && tongue(one.lang) === tongue(language)) : [];
    return voices.find((one) => /^en.GB/i.test(one.lang)) || voices.find((one) => one.default) || voices[0];
  }

  // The heading, the hint, the choices: everything that is seen on this screen, once.
  function readable(screen) {
    return [...screen.querySelectorAll(READ)].filter((part) => part.getClientRects().length && part.innerText.trim() && !part.parentElement.closest("h2, li, .ask, label") && !part.closest("#trouble, .problem, output"));
  }

  // Words that nobody has translated are marked as English, and are read as English.
  function languageOf(part) {
    const inner = part.querySelector("[lang]");
    return (inner && inner.innerText.trim() === part.innerText.trim() ? inner : part.closest("[lang]")).lang;
  }

  function hush() {
    sayings.forEach(({ part }) => part.classList.remove("said"));
    sayings = [];
    delete page.dataset.speaking;
    if (speaker) {
      speaker.cancel();
    }
  }

  function readAloud(screen) {
    hush();
    const parts = readable(screen).map((part) => ({ part, voice: voiceFor(languageOf(part)) }));
    document.getElementById("no-voice").hidden = parts.every(({ voice }) => voice);
    sayings = parts.filter(({ voice }) => voice);
    sayings.forEach((one, at) => {
      const { part, voice } = one;
      const words = new SpeechSynthesisUtterance(part.innerText.replace(/\s*\n\s*/g, ". "));
      words.voice = voice;
      words.lang = voice.lang;
      words.onstart = () => {
        part.classList.add("said");
        part.scrollIntoView({ block: "nearest" });
      };
      words.onend = () => {
        part.classList.remove("said");
        if (sayings[at] === one && at === sayings.length - 1) {
          hush();
        }
      };
      words.onerror = () => sayings[at] === one && hush();
      one.words = words;
      page.dataset.speaking = "yes";
      speaker.speak(words);
    });
  }

  // A new screen: what was being said is not said any more.
  function readOn(screen) {
    document.getElementById("no-voice").hidden = true;
    hush();
    if (tools.state().aloud) {
      readAloud(screen);
    }
  }

  function onReadAloud() {
    const state = tools.state();
    state.aloud = !page.dataset.speaking;
    keep();
    if (!state.aloud) {
      hush();
    } else if (speaker && !speaker.getVoices().length) {
      // Some browsers only look for their voices when they are asked, and say so when they have found them.
      const once = () => {
        clearTimeout(patience);
        speaker.removeEventListener("voiceschanged", once);
        readOn(current());
      };
      const patience = setTimeout(once, 1000);
      speaker.addEventListener("voiceschanged", once);
    } else {
      readAloud(current());
    }
  }

  function watchSpeech() {
    voiceFor("en");
    const came = document.createElement("template");
    came.innerHTML = tools.parts;
    document.querySelector(".top").append(came.content.getElementById("no-voice"));
    document.querySelectorAll("[data-aloud]").forEach((button) => {
      button.innerHTML = came.content.getElementById("aloud").innerHTML;
      button.addEventListener("click", onReadAloud);
    });
    ["leave", "pagehide"].forEach((gone) => addEventListener(gone, hush));
    document.addEventListener("visibilitychange", () => document.hidden && hush());
  }

  watchSpeech();
  page.dataset.voiced = "yes";
  readOn(current());
  return { hush, readOn };
}
