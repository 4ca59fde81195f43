// Shows the buttons that ask the browser to print: without JavaScript they could do nothing.
for (const button of document.querySelectorAll("[data-behaviour=print]")) {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}
