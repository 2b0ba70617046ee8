/* What the phone keeps of an account, sealed: answers that wait with their photos, and what was last read. The key is made
   on the phone, never leaves the browser's own store and cannot be read out of it (AES-GCM, not extractable). Each account
   has a key of its own: what is under another's stays shut. Where a browser offers no such store, memory stands in. */
"use strict";

window.fieldVault = (() => {
  const NAME = "field", MOST = 200;
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  let opened = null;

  const answer = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  function database() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        const made = asked.result;
        made.createObjectStore("keys");
        made.createObjectStore("kept");
        made.createObjectStore("files");
        made.createObjectStore("sealed", { keyPath: "id", autoIncrement: true });
        made.createObjectStore("items", { keyPath: "id", autoIncrement: true }).createIndex("owner", "owner");
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  /* One transaction: done when it is on disk, since a phone may be killed in the next moment. */
  async function within(stores, mode, act) {
    const found = (await database()).transaction(stores, mode, { durability: "strict" });
    const over = new Promise((resolve, reject) => {
      found.oncomplete = resolve;
      found.onabort = found.onerror = () => reject(found.error);
    });
    over.catch(() => {}); // whoever waits for it hears of it below
    const result = await act(...stores.map((name) => found.objectStore(name)));
    await over;
    return result;
  }

  const usable = () => Boolean(window.indexedDB && window.crypto?.subtle);

  /* Whose page the phone showed last: an account's number, and no name. */
  const last = () => within(["kept"], "readonly", (kept) => answer(kept.get("last"))).catch(() => "");

  /* Whether anything is there that is somebody's; and all of it gone, but for what others have waiting. */
  async function forget(owner) {
    await within(["keys", "kept", "items", "files"], "readwrite", async (keys, kept, items, files) => {
      for (const id of await answer(items.index("owner").getAllKeys(owner))) {
        items.delete(id);
        files.delete(IDBKeyRange.bound([id], [id, []]));
      }
      keys.delete(owner);
      kept.delete(IDBKeyRange.bound([owner], [owner, []]));
      if ((await answer(kept.get("last"))) === owner) kept.delete("last");
    });
  }

  /* What is sealed for others to open: this phone cannot read it any more. */
  const sealed = {
    put: (one) => within(["sealed"], "readwrite", (store) => answer(store.add(one))),
    all: () => within(["sealed"], "readonly", (store) => answer(store.getAll())).catch(() => []),
    drop: (id) => within(["sealed"], "readwrite", (store) => answer(store.delete(id))),
  };

  async function keyOf(owner) {
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return within(["keys"], "readwrite", async (keys) => {
      const known = await answer(keys.get(owner));
      if (!known) keys.put(fresh, owner);
      return known ?? fresh;
    });
  }

  async function open(owner) {
    try {
      if (!owner || !usable()) return inMemory(owner);
      return inStore(owner, await keyOf(owner));
    } catch {
      return inMemory(owner);
    }
  }

  function inStore(owner, key) {
    const bound = (what) => encoder.encode(`${owner}/${what}`);
    const shut = async (bytes, what) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(what) }, key, bytes) };
    };
    const unshut = ({ iv, data }, what) => crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(what) }, key, data);
    const words = async (value, what) => shut(encoder.encode(JSON.stringify(value)), what);
    const read = async (box, what) => JSON.parse(decoder.decode(await unshut(box, what)));

    /* The item with its number; null when there is no more room for this account. */
    async function add({ files = [], ...item }) {
      const head = await words(item, "item");
      const bodies = await Promise.all(files.map(async ({ blob }) => shut(await blob.arrayBuffer(), "file")));
      const told = await words(files.map(({ blob, ...more }) => ({ ...more, type: blob.type })), "files");
      return within(["items", "files"], "readwrite", async (items, store) => {
        if ((await answer(items.index("owner").count(owner))) >= MOST) return null;
        const id = await answer(items.add({ owner, head, told }));
        bodies.forEach((body, n) => store.put(body, [id, n]));
        return { ...item, id, files: files.length };
      });
    }

    async function all() {
      const rows = await within(["items"], "readonly", (items) => answer(items.index("owner").getAll(owner)));
      return Promise.all(rows.map(async (row) => ({ ...(await read(row.head, "item")), id: row.id, files: (await read(row.told, "files")).length })));
    }

    /* [{name, filename, blob}], as the form had them. */
    async function filesOf(id) {
      const [row, bodies] = await within(["items", "files"], "readonly", (items, files) =>
        Promise.all([answer(items.get(id)), answer(files.getAll(IDBKeyRange.bound([id], [id, []])))]));
      const told = row ? await read(row.told, "files") : [];
      return Promise.all(told.map(async ({ type, ...one }, n) => ({ ...one, blob: new Blob([await unshut(bodies[n], "file")], { type }) })));
    }

    async function change({ id, files, ...item }) {
      const head = await words(item, "item");
      await within(["items"], "readwrite", async (items) => {
        const row = await answer(items.get(id));
        if (row) items.put({ ...row, head });
      });
    }

    const drop = (id) =>
      within(["items", "files"], "readwrite", (items, files) => {
        files.delete(IDBKeyRange.bound([id], [id, []]));
        return answer(items.delete(id));
      });

    async function keep(name, value) {
      const box = await words(value, name);
      await within(["kept"], "readwrite", (kept) => {
        kept.put(owner, "last");
        return answer(kept.put(box, [owner, name]));
      });
    }

    async function kept(name) {
      const box = await within(["kept"], "readonly", (store) => answer(store.get([owner, name])));
      return box ? read(box, name) : null;
    }

    const lose = (name) => within(["kept"], "readwrite", (store) => answer(store.delete([owner, name])));

    return { owner, lasting: true, add, all, filesOf, change, drop, keep, kept, lose };
  }

  function inMemory(owner) {
    let items = [], last = 0;
    const known = {};
    return {
      owner, lasting: false,
      add: async ({ files = [], ...item }) => {
        const row = { ...item, id: ++last, files };
        items.push(row);
        return { ...item, id: row.id, files: files.length };
      },
      all: async () => items.map((one) => ({ ...one, files: one.files.length })),
      filesOf: async (id) => items.find((one) => one.id === id)?.files ?? [],
      change: async ({ files, ...item }) => (items = items.map((one) => (one.id === item.id ? { ...one, ...item } : one))),
      drop: async (id) => (items = items.filter((one) => one.id !== id)),
      keep: async (name, value) => (known[name] = value),
      kept: async (name) => known[name] ?? null,
      lose: async (name) => delete known[name],
    };
  }

  return { open, last, forget, sealed, usable };
})();
