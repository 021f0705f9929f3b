import { effect } from "@preact/signals";
import { render } from "preact";
import { start } from "./scenario/actions.ts";
import { App } from "./ui/app.tsx";
import { resume } from "./run/jobs.ts";
import { startClock } from "./replay/playback.ts";
import * as state from "./model/state.ts";
import { address } from "./model/store.ts";
import "./ui/style/base.css";
import "./ui/style/layout.css";
import "./ui/style/panels.css";
import "./ui/style/form.css";
import "./ui/style/replay.css";

effect(() => {
  document.documentElement.dataset["theme"] = state.isDark.value ? "dark" : "light";
});

// An address that someone was sent says more than what this browser did last.
const sent = address();
if (sent["job"]) {
  state.jobId.value = sent["job"];
  // `history` in addresses of earlier versions.
  const replication = sent["replication"] ?? sent["history"];
  state.replayOf.value = replication ? { job: sent["job"], k: Number(replication) } : null;
}
const tabs: state.Tab[] = ["results", "replay", "compare", "coverage", "sources"];
const tab = tabs.find((known) => known === sent["tab"]);
if (tab) state.tab.value = tab;

const root = document.getElementById("app");
if (root) render(<App />, root);
startClock();
void start().then(resume);
