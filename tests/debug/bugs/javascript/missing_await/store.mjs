// Keeps notes in something slow.

const later = (value) => new Promise((resolve) => setImmediate(() => resolve(value)));

export class Store {
  constructor() {
    this.notes = new Map();
  }

  async read(id) {
    return later(this.notes.get(id) ?? null);
  }

  async write(id, text) {
    await later();
    this.notes.set(id, String(text));
  }

  async append(id, text) {
    const before = await this.read(id);
    await this.write(id, before === null ? text : `${before}\n${text}`);
  }

  async rename(from, to) {
    const text = this.read(from);
    if (text === null) throw new Error(`there is no ${from}`);
    await this.write(to, text);
    this.notes.delete(from);
  }
}
