/**
 * A copy without Vue's proxies, which the bridge cannot carry: arrays and plain objects are copied, everything else
 * (text, numbers, bytes) goes as it is.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object' || !isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]))
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
