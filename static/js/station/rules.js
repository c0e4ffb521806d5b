/* What the door decides about one scan, over plain values alone: the twin of
   conference/attendance/rules.py. tests/attendance/desk/door.json is true of both. */

// A registration's status -> why it is no way in. Nobody at the door can overrule these.
const NOT_WELCOME = {
  cancelled: "cancelled",
  declined: "declined",
  pending: "not_confirmed",
  waitlisted: "not_confirmed",
};

/* [result, reason]; the names are those of the Python, moments are seconds since 1970. */
export function decide({
  status,
  elsewhere = false,
  chosen = [],
  sub_forum = "",
  direction = "in",
  admitted = false,
  left = false,
  override = false,
  of_this_station = true,
  confirmed_only = true,
  at = 0,
  opens_at = null,
  closes_at = null,
  category = "",
  categories = [],
}) {
  if (!status) return ["refused", "unknown_code"];
  if (elsewhere) return ["refused", "other_conference"];
  if (!of_this_station) return ["refused", "other_checkpoint"];
  const reason = NOT_WELCOME[status];
  if (reason && (confirmed_only || reason !== "not_confirmed")) return ["refused", reason];
  if (direction === "out" && !admitted) return ["refused", "not_signed_in"];
  if (direction === "out") return [left ? "already" : "admitted", ""];
  if (admitted) return ["already", ""];
  const doubt =
    (isOpen(at, opens_at, closes_at) ? "" : "not_open") ||
    (categories.length && !categories.includes(category) ? "other_category" : "") ||
    wrongDoor(chosen, sub_forum);
  if (doubt) return [override ? "admitted" : "question", doubt];
  return ["admitted", ""];
}

function isOpen(at, opens, closes) {
  return (opens === null || at >= opens) && (closes === null || at < closes);
}

function wrongDoor(chosen, forum) {
  if (!forum || chosen.includes(forum)) return "";
  return chosen.length ? "other_sub_forum" : "no_sub_forum";
}
