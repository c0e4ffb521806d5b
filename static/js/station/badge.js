/* A code as a QR that a camera reads and a printer prints, drawn on the device. */

import { encodeQR } from "../../vendor/qr/index.js";
import { spaced } from "../desk/codes.js";

const SVG = "http://www.w3.org/2000/svg";
const BORDER = 2;

export function qrOf(text) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: BORDER });
  const dots = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const [svg, ground, path] = ["svg", "rect", "path"].map((name) => document.createElementNS(SVG, name));
  const size = String(rows.length);
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, class: "badge-qr", role: "img", "aria-label": spaced(text) }))
    svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ width: size, height: size, fill: "#fff" })) ground.setAttribute(name, value);
  path.setAttribute("d", dots);
  path.setAttribute("fill", "#000");
  svg.append(ground, path);
  return svg;
}

/* What is printed for who came without a badge: name, organization, code; everything else is left out
   on paper by the style. */
export function badgeOf({ name, name_en = "", organization, category }, code, conference) {
  const badge = document.createElement("section");
  badge.className = "badge";
  const lines = [
    ["badge-conference", conference],
    ["badge-name", name],
    ["badge-name-en", name_en === name ? "" : name_en],
    ["badge-organization", organization],
    ["badge-category", category],
    ["badge-code", spaced(code)],
  ];
  badge.append(
    qrOf(code),
    ...lines
      .filter(([, text]) => text)
      .map(([className, text]) => {
        const line = document.createElement("p");
        line.className = className;
        line.textContent = text;
        return line;
      }),
  );
  return badge;
}
