// Prints the events of an .ics file as ical.js reads them: uid, start, end, status, summary.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const rows = [];
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const iterator = event.iterator();
  for (let start = iterator.next(); start; start = iterator.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(start);
    rows.push([
      event.uid,
      startDate.toJSDate().toISOString().slice(0, 19) + "Z",
      endDate.toJSDate().toISOString().slice(0, 19) + "Z",
      component.getFirstPropertyValue("status"),
      event.summary,
    ]);
  }
}
process.stdout.write(JSON.stringify(rows));
