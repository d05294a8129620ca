// The alarms, those that fire first.
import { get } from "./api.js";
import { h, instant, table } from "./dom.js";
import { show } from "./notice.js";

export async function showAlarms(place) {
  await show(place, async () => {
    const found = await get("/api/flow/alarms");
    const firing = found.filter((alarm) => alarm.state === "ALARM");
    return [h("p", { class: firing.length ? "bad-text" : "good" }, found.length === 0 ? "This deployment has no alarms." : `${firing.length} of ${found.length} alarms fire.`),
      firing.length ? table("Alarms that fire", ["Alarm", "What it means", "Why", "Since"], firing.map(row)) : null,
      found.length ? h("details", {}, h("summary", {}, "All alarms"), table("All alarms", ["Alarm", "State", "What it means", "Since"], found.map((alarm) => [
        alarm.name, alarm.state, alarm.meaning, instant(alarm.since)]))) : null];
  });
}

function row(alarm) {
  return [alarm.name, alarm.meaning, alarm.reason, instant(alarm.since)];
}
