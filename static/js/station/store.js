/* What lies on the device (IndexedDB): `scans`, each until it is answered and a while longer, without
   names; `lists`, one a station, encrypted. */

const NAME = "lectern-station";

let opening;

function database() {
  opening ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("scans", { keyPath: "id" }).createIndex("station", "station");
      asked.result.createObjectStore("lists", { keyPath: "station" });
    };
    asked.onsuccess = () => {
      asked.result.onclose = () => (opening = null);
      resolve(asked.result);
    };
    asked.onerror = () => {
      opening = null;
      reject(asked.error);
    };
  });
  return opening;
}

/* One act on one store; resolves when it lies on the disk, not when it was asked for. */
async function act(name, mode, ask) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const options = mode === "readwrite" ? { durability: "strict" } : {};
    const transaction = db.transaction(name, mode, options);
    const asked = ask(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error || asked.error);
  });
}

export const keepScan = (scan) => act("scans", "readwrite", (rows) => rows.put(scan));
export const dropScan = (id) => act("scans", "readwrite", (rows) => rows.delete(id));
export const scansOf = (station) =>
  act("scans", "readonly", (rows) => rows.index("station").getAll(station));
export const keepList = (list) => act("lists", "readwrite", (rows) => rows.put(list));
export const dropList = (station) => act("lists", "readwrite", (rows) => rows.delete(station));
export const listOf = (station) => act("lists", "readonly", (rows) => rows.get(station));
