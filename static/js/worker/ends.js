/* The worker at /sw.js where the operator has switched offline reading off (OFFLINE=0): it deletes
   what an earlier one kept on this device, and ends. It waits until the pages of the earlier one are
   closed, for the reason that main.js tells (`takeOver`); offline/offline.js clears away at once. */

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("lectern-")) await caches.delete(name);
      }
      await self.registration.unregister();
    })(),
  );
});
