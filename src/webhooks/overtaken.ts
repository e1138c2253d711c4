/** Another projection of the same pledge was written first, or a month was closed meanwhile: this one is decided again. */
export class Overtaken extends Error {
  constructor() {
    super('another projection of the pledge came first');
    this.name = 'Overtaken';
  }
}
