// An object without some of its members.

/** A copy of `object` without `names`. */
export function omit<T extends object, N extends keyof T>(object: T, ...names: readonly N[]): Omit<T, N> {
  const copy: Partial<T> = { ...object };
  for (const name of names) {
    Reflect.deleteProperty(copy, name);
  }

  return copy as Omit<T, N>;
}
