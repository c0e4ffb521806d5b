/* A time of day as conference/wording/clocks.py prints it: in the night on which clocks are put back
   some times come twice, and those say how far they are from UTC. tests/conference/clock_cases.json
   is true of both. */

const MINUTE = 60_000; // milliseconds
const NEAR = 120 * MINUTE; // clocks are put back by an hour, on Lord Howe Island by half of one
const PARTS = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
const formats = new Map(); // one takes milliseconds to make

function formatOf(zone) {
  if (!formats.has(zone)) {
    const parts = { ...PARTS, hourCycle: "h23" };
    try {
      formats.set(zone, new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone }));
    } catch {
      // An old browser may not know the zone; the device stands in it, or near it.
      formats.set(zone, new Intl.DateTimeFormat("en-GB", parts));
    }
  }
  return formats.get(zone);
}

/** By how much the wall clock of a zone is ahead of UTC at a moment; all in milliseconds. */
function ahead(zone, at) {
  const of = Object.fromEntries(formatOf(zone).formatToParts(at).map(({ type, value }) => [type, +value]));
  const wall = Date.UTC(of.year, of.month - 1, of.day, of.hour, of.minute);
  return wall - Math.floor(at / MINUTE) * MINUTE;
}

function isShownTwice(zone, at) {
  const putBack = ahead(zone, at - NEAR) - ahead(zone, at + NEAR);
  if (putBack <= 0) return false;
  const twin = (apart) => ahead(zone, at + apart) + apart === ahead(zone, at);
  return twin(putBack) || twin(-putBack);
}

const padded = (number) => String(number).padStart(2, "0");

/** 'UTC+8', 'UTC+5:45'. */
function offset(zone, at) {
  const minutes = ahead(zone, at) / MINUTE;
  const [whole, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "-" : "+"}${whole}${rest ? `:${padded(rest)}` : ""}`;
}

function clock(zone, at) {
  const wall = new Date(at + ahead(zone, at));
  return `${padded(wall.getUTCHours())}:${padded(wall.getUTCMinutes())}`;
}

/** '10:30', and '02:30 (UTC+2)' where this time comes twice. `zone` is a name of IANA, or
    undefined for the device's own; `at` in milliseconds. `apart` are the words for both, `shown`
    stands in for the clock alone ('25 October at 02:30'). */
export function told(zone, at, { apart = "{clock} ({offset})", shown = clock(zone, at) } = {}) {
  if (!isShownTwice(zone, at)) return shown;
  return apart.replace("{clock}", shown).replace("{offset}", offset(zone, at));
}
