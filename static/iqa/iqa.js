import { initAll } from "../govuk/govuk-frontend.min.js";
import "./print.js";
import "./session.js";

initAll();
