import { effect } from "@preact/signals";
import { render } from "preact";
import { start } from "./actions";
import { App } from "./app";
import { resume } from "./jobs";
import { startClock } from "./playback";
import * as state from "./state";
import { address } from "./store";
import "./style/base.css";
import "./style/layout.css";
import "./style/panels.css";
import "./style/form.css";
import "./style/replay.css";

effect(() => {
  document.documentElement.dataset["theme"] = state.isDark.value ? "dark" : "light";
});

// An address that someone was sent says more than what this browser did last.
const sent = address();
if (sent["job"]) {
  state.jobId.value = sent["job"];
  state.replayOf.value = sent["history"] ? { job: sent["job"], k: Number(sent["history"]) } : null;
}
const tabs: state.Tab[] = ["results", "replay", "compare", "coverage", "sources"];
const tab = tabs.find((known) => known === sent["tab"]);
if (tab) state.tab.value = tab;

const root = document.getElementById("app");
if (root) render(<App />, root);
startClock();
void start().then(resume);
