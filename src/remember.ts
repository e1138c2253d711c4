/**
 * Remembers what was made under a name, for what costs much more to make than to use and is asked for again and again.
 * Beyond `most` all is forgotten and made anew as it is needed. What throws is not remembered.
 */
export function remember<Value>(most: number): (name: string | number, make: () => Value) => Value {
  const made = new Map<string | number, Value>();
  return (name, make) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const value = make();
    if (made.size >= most) made.clear();
    made.set(name, value);
    return value;
  };
}
