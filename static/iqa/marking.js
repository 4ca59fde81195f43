// The marking page, and others like it: the draft saves itself as it is typed, and the keyboard is enough. Without this
// file everything still works, by the buttons.

const PAUSE = 1500; // ms after the last key before a save
const LONGEST_PAUSE = 60_000; // ms between attempts while the service cannot be reached

const OUTCOMES = "[name$=-outcome]"; // fields are named q14-outcome, q14-reasons, q14-comment …

const form = document.querySelector("form[data-marking], form[data-marking-keys]");
if (form) {
  useKeys(form);
  if (form.matches("[data-marking]")) saveByItself(form);
}
const choice = document.querySelector("form[data-marking-choice]");
if (choice) choice.addEventListener("submit", onChoice);

// Once every choice is made, what was given up does not come back.
function onChoice() {
  const isOpen = choice.querySelector("fieldset:not(:has(:checked))");
  if (!isOpen) sessionStorage.removeItem(keyOf(choice.dataset.markingChoice));
}

// `marking` says whose it is too, so that nobody else who signs in in this tab is shown what was kept.
function keyOf(marking) {
  return `iqa-unsaved-${marking}`;
}

function useKeys(form) {
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.querySelector("button.govuk-button").click();
    } else if (!event.ctrlKey) {
      const handle = { outcome: onOutcome, reasons: onReason }[fieldOf(event.target)];
      if (handle?.(event)) event.preventDefault();
    }
  });
}

function onOutcome(event) {
  if (event.key === "Enter") return focusNextQuestion(event.target);
  const radios = questionOf(event.target).querySelectorAll(OUTCOMES);
  const radio = /^[1-9]$/.test(event.key) && radios[Number(event.key) - 1];
  if (!radio) return false;
  radio.focus();
  radio.click();
  return true;
}

function onReason(event) {
  if (event.key !== "Enter") return false;
  questionOf(event.target).querySelector("[name$=-comment]").focus();
  return true;
}

function focusNextQuestion(control) {
  const questions = [...document.querySelectorAll("[data-question]")];
  const next = questions[questions.indexOf(questionOf(control)) + 1];
  const target = next
    ? (next.querySelector(`${OUTCOMES}:checked`) ?? next.querySelector(OUTCOMES))
    : form.querySelector("button.govuk-button");
  target.focus();
  (next ?? target).scrollIntoView({ block: "nearest" });
  return true;
}

function fieldOf(control) {
  return control.name?.split("-")[1];
}

function questionOf(control) {
  return control.closest("[data-question]");
}

function saveByItself(form) {
  const version = form.elements.namedItem("version");
  const heard = document.querySelector("[data-save-heard]");
  const key = keyOf(form.dataset.marking);
  let savedAt = document.querySelector("[data-save-state=top]").textContent.replace(/^Saved |\.$/g, "");
  let lastEdited = null;
  let timer = null;
  let running = null;
  let changed = false;
  let failures = 0;
  let stopped = false;

  restore();
  for (const type of ["input", "change"]) form.addEventListener(type, onEdit);
  form.addEventListener("submit", onSubmit);
  window.addEventListener("online", () => changed && save());
  document.addEventListener("visibilitychange", () => document.hidden && changed && save());

  function onEdit(event) {
    lastEdited = questionOf(event.target) ?? lastEdited;
    changed = true;
    if (sessionStorage.getItem(key)) remember();
    if (!stopped) schedule(PAUSE);
  }

  function schedule(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  async function save() {
    clearTimeout(timer);
    if (running || stopped) return running;
    changed = false;
    running = send().finally(() => {
      running = null;
      if (changed && !stopped && !failures) schedule(PAUSE);
    });
    return running;
  }

  async function send() {
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (response.ok) return onSaved(await response.json());
      if (response.status === 422) return onProblems((await response.json()).problems);
      if (response.status === 409) return onBehind();
      if (response.status === 401) return onSignedOut();
      if (response.status < 500) return onRefused();
      throw new Error(`Status ${response.status}`);
    } catch {
      onUnreachable();
    }
  }

  function onSaved({ version: now, saved, prompts }) {
    version.value = now;
    if (failures || !savedAt) say(failures ? "Your answers are saved again." : "Your answers are saved as you type.");
    failures = 0;
    savedAt = saved;
    forget();
    show(`Saved ${saved}.`);
    showPrompts(prompts);
  }

  function onProblems(problems) {
    // What is wrong with a field ends without a full stop, a refusal with one.
    const words = problems.map((problem) => problem.message.replace(/\.$/, "")).join(". ");
    fail(`${notSaved()} ${words}.`);
  }

  function onBehind() {
    stopped = true;
    fail(`${notSaved()} This draft was changed in another tab or by someone else. Choose Save draft to see both.`);
  }

  function onSignedOut() {
    stopped = true;
    fail(`${notSaved()} You are signed out. Choose Save draft: your answers are kept while you sign in.`);
  }

  function onRefused() {
    stopped = true;
    fail(`${notSaved()} Choose Save draft to see why.`);
  }

  function onUnreachable() {
    changed = true;
    fail(`${notSaved()} Keep this page open: we are trying again.`);
    schedule(Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE));
  }

  function notSaved() {
    return savedAt ? `Not saved since ${savedAt.replace(/^at /, "")}.` : "Not saved yet.";
  }

  function fail(words) {
    if (!failures) say(words);
    failures += 1;
    show(words);
    remember();
  }

  function say(words) {
    heard.textContent = words;
  }

  function show(words) {
    for (const place of document.querySelectorAll("[data-save-state]")) {
      if (place.dataset.saveState !== "near") place.textContent = words;
      else {
        place.hidden = questionOf(place) !== lastEdited;
        place.textContent = place.hidden ? "" : words;
      }
    }
  }

  function showPrompts(prompts) {
    for (const place of document.querySelectorAll("[data-prompts]")) {
      const here = prompts.filter((prompt) => String(prompt.number ?? "") === place.dataset.prompts);
      place.replaceChildren(
        ...here.map((prompt) => {
          const paragraph = document.createElement("p");
          paragraph.className = "iqa-prompt";
          paragraph.textContent = `Suggestion (${prompt.section}): ${prompt.text}`;
          return paragraph;
        }),
      );
    }
  }

  // A save under way ends first: otherwise this one would come second and seem to be behind it.
  async function onSubmit(event) {
    clearTimeout(timer);
    if (!running) {
      stopped = true;
      return;
    }
    event.preventDefault();
    await running;
    clearTimeout(timer);
    form.requestSubmit(event.submitter);
  }

  // What could not be saved, for whatever reason, this tab alone keeps a copy of, until the next save.
  function remember() {
    sessionStorage.setItem(key, JSON.stringify({ version: version.value, answers: answers() }));
  }

  function forget() {
    sessionStorage.removeItem(key);
  }

  function answers() {
    const names = new Set(controls().map((control) => control.name));
    return [...new FormData(form)].filter(([name]) => names.has(name));
  }

  // What a person fills in.
  function controls() {
    return [...form.elements].filter((control) => control.name && !["hidden", "submit"].includes(control.type));
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!kept) return;
    if (isOnPage(kept)) {
      if (Number(version.value) > Number(kept.version)) forget(); // a button saved it
      return;
    }
    // Of an older version than the page, it is not saved over the newer one: the service says that it is behind.
    version.value = kept.version;
    for (const control of controls()) {
      if (isShown(control, kept)) continue;
      if (isChoice(control)) control.click();
      else control.value = valuesOf(control, kept)[0] ?? "";
    }
    changed = true;
    say("What was not saved before is back on the page.");
    schedule(0);
  }

  // After a button the page shows what was sent, saved or to be put right.
  function isOnPage(kept) {
    return controls().every((control) => isShown(control, kept));
  }

  function isShown(control, kept) {
    const values = valuesOf(control, kept);
    return isChoice(control)
      ? control.checked === values.includes(control.value)
      : control.value === (values[0] ?? "");
  }

  function isChoice(control) {
    return control.type === "radio" || control.type === "checkbox";
  }

  function valuesOf(control, kept) {
    return kept.answers.filter(([name]) => name === control.name).map(([, value]) => value);
  }
}
