// What browsers of 2019 lack of the language's own library, and the framework uses.
// Tried in Chromium 75; web/e2e/built.test.mjs holds the syntax to it.

type Any = Record<string, unknown>
const lend = (to: object, name: string, f: unknown): void => {
  if (!(name in to)) Object.defineProperty(to, name, { value: f, writable: true, configurable: true })
}

lend(String.prototype, 'replaceAll', function (this: string, what: string | RegExp, by: string) {
  return typeof what === 'string' ? this.split(what).join(by) : this.replace(what, by)
})
function at(this: ArrayLike<unknown>, i: number): unknown {
  return this[i < 0 ? this.length + i : i]
}
lend(Array.prototype, 'at', at)
lend(String.prototype, 'at', at)
lend(Object, 'hasOwn', (o: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(o, key))
lend(Promise, 'allSettled', (all: Iterable<unknown>) =>
  Promise.all(
    Array.from(all, (p) =>
      Promise.resolve(p).then(
        (value): Any => ({ status: 'fulfilled', value }),
        (reason: unknown): Any => ({ status: 'rejected', reason }),
      ),
    ),
  ),
)
lend(Element.prototype, 'replaceChildren', function (this: Element, ...nodes: (Node | string)[]) {
  this.textContent = ''
  this.append(...nodes)
})
