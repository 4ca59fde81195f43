// Asks before the session ends. The server says when that is: being asked does not put it off, pressing the button does.

const dialog = document.getElementById("session-timeout");

if (dialog && typeof dialog.showModal === "function") {
  watch(dialog);
}

function watch(dialog) {
  const form = dialog.querySelector("form");
  const minutes = dialog.querySelector("[data-minutes]");
  const warning = Number(dialog.dataset.warningMinutes) * 60 * 1000;
  // What is done in one tab of this browser keeps all of them signed in.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("iqa-session") : null;

  let endsAt = Date.now() + Number(dialog.dataset.secondsLeft) * 1000;
  let mayStay = true;
  let isWarned = false;
  let isOver = false;
  let isAsking = false;
  let askAgainAt = 0;
  let focusedBefore = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
  dialog.addEventListener("cancel", () => {
    if (mayStay && !isOver) stay(); // Esc
  });
  dialog.addEventListener("close", () => {
    isWarned = isWarned && !mayStay;
    focusedBefore?.focus();
  });
  for (const button of dialog.querySelectorAll("button[type=button]")) {
    button.addEventListener("click", () => dialog.close());
  }
  tabs?.addEventListener("message", (event) => learn(event.data));
  tabs?.postMessage({ endsAt, mayStay });

  // Looks at the clock each second instead of waiting once: a machine that slept would wait too long.
  setInterval(look, 1000);

  function look() {
    const left = endsAt - Date.now();
    if (isOver || isAsking || Date.now() < askAgainAt) return;
    if (left > warning) {
      if (dialog.open) dialog.close();
    } else if (isWarned && left > 0) {
      const whole = Math.max(1, Math.ceil(left / 60000));
      minutes.textContent = whole === 1 ? "1 minute" : `${whole} minutes`;
    } else {
      ask();
    }
  }

  async function ask() {
    isAsking = true;
    // An answer counts from when it was asked for: one that was long on its way would promise time that has gone by.
    const askedAt = Date.now();
    try {
      const response = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (response.status === 401) {
        end();
        return;
      }
      const said = await response.json();
      learn({ endsAt: askedAt + said.seconds_left * 1000, mayStay: said.may_stay });
      tabs?.postMessage({ endsAt, mayStay });
      if (endsAt - Date.now() <= warning) warn();
    } catch {
      askAgainAt = Date.now() + 10000; // no network; the server's clock goes on
    } finally {
      isAsking = false;
      look();
    }
  }

  async function stay() {
    const body = new URLSearchParams(new FormData(form));
    await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {});
    ask();
  }

  function learn(said) {
    endsAt = said.endsAt;
    mayStay = said.mayStay;
    isOver = isOver && endsAt <= Date.now();
  }

  function warn() {
    isWarned = true;
    show(mayStay ? "open" : "last");
  }

  function end() {
    isOver = true;
    if (document.querySelector("main form[method=post]")) {
      dialog.querySelector("h2").textContent = "You were signed out";
      show("over");
    } else {
      const here = window.location.pathname + window.location.search;
      window.location.assign(`${dialog.dataset.signIn}?next=${encodeURIComponent(here)}`);
    }
  }

  function show(state) {
    for (const part of dialog.querySelectorAll("[data-while]")) {
      part.hidden = part.dataset.while !== state;
    }
    if (!dialog.open) {
      focusedBefore = document.activeElement;
      dialog.showModal();
    }
  }
}
