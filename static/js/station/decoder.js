/* Reads one picture after the other, beside the page: {width, height, data} in, its text out. */

import { decodeQR } from "../../vendor/qr/decode.js";

addEventListener("message", ({ data }) => {
  let text = "";
  try {
    text = decodeQR(data);
  } catch {
    // No code in this picture.
  }
  postMessage(text);
});
