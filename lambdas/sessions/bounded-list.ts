/** Keeps the first of what is added, and whether there was more. */
export class BoundedList<T> {
  readonly items: T[] = [];
  isShortened = false;

  constructor(private readonly most: number) {}

  /** @returns whether it is kept */
  add(item: T): boolean {
    if (this.items.length >= this.most) {
      this.isShortened = true;
      return false;
    }
    this.items.push(item);
    return true;
  }
}
