/* What lies on the device (IndexedDB): `scans`, each until it is answered and a while longer, and `lists`,
   one a station; what they say is encrypted before it comes here. */

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
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error || asked?.error);
  });
}

/* Many at once are one act: each waits for the disk. */
export const keepScans = (scans) => act("scans", "readwrite", (rows) => scans.map((scan) => rows.put(scan)).at(-1));
export const dropScans = (ids) => act("scans", "readwrite", (rows) => ids.map((id) => rows.delete(id)).at(-1));
/* Of all stations that this device has been. */
export const allScans = () => act("scans", "readonly", (rows) => rows.getAll());
export const keepList = (list) => act("lists", "readwrite", (rows) => rows.put(list));
export const dropList = (station) => act("lists", "readwrite", (rows) => rows.delete(station));
export const listOf = (station) => act("lists", "readonly", (rows) => rows.get(station));
