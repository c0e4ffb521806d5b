"""The page of a station, asked by its own modules."""

# Begins an async function: `scans` and `list` as the page opens them.
OPENED = """
  const at = (name) => document.querySelector(`[href*="station/${name}"]`).href;
  const { Scans } = await import(at("scans"));
  const { List } = await import(at("list"));
  const { keyOf, markOf } = await import(at("secret"));
  const token = location.pathname.split("/")[3];
  const list = new List(markOf(token), await keyOf(token));
  await list.load();
  const scans = new Scans(markOf(token), list, () => {});
"""
