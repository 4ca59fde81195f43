// First thing in the body, before it is drawn: tells the stylesheet what this browser can do.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
