import { effect } from "@preact/signals";
import { render } from "preact";
import { start } from "./start.ts";
import { App } from "./ui/app.tsx";
import { startClock } from "./replay/playback.ts";
import * as state from "./model/state.ts";
import "./ui/style/base.css";
import "./ui/style/layout.css";
import "./ui/style/panels.css";
import "./ui/style/studies.css";
import "./ui/style/form.css";
import "./ui/style/replay.css";
import "./ui/style/side.css";

effect(() => {
  document.documentElement.dataset["theme"] = state.isDark.value ? "dark" : "light";
});

const root = document.getElementById("app");
if (root) render(<App />, root);
startClock();
void start();
