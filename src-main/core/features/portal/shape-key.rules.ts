/**
 * What the structure of a resource hangs on, as a text: everything in it, but of what is well formed and plain only that
 * it is so. Two with the same key are both right or both wrong by FHIR's definitions, which compare no such values but
 * the two ends of a period. Whatever is not plain stands in the key as it is.
 */
export function shapeKeyOf(resource: object): string {
  return keyOf(resource, '')
}

function keyOf(value: unknown, name: string): string {
  if (typeof value === 'string') return keyOfText(value, name)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) {
    let list = '['
    for (const each of value) list += `${keyOf(each, name)},`
    return `${list}]`
  }
  let fields = '{'
  for (const [key, inner] of Object.entries(value)) fields += `${keyOfName(key)}:${keyOf(inner, key)},`
  return `${fields}}${orderIn(value)}`
}

/** As FHIR names its elements; whatever else stands there cannot be taken for one of them. */
function keyOfName(name: string): string {
  return NAME.test(name) ? name : JSON.stringify(name)
}

function orderIn(value: object): string {
  const { start, end }: { start?: unknown; end?: unknown } = value
  if (typeof start !== 'string' || typeof end !== 'string') return ''
  return `<${Math.sign(Date.parse(start) - Date.parse(end))}`
}

const NAME = /^[A-Za-z]+$/
/** FHIR R4 § 2.24: an instant or a dateTime to the second in UTC, a date, a reference, an id, a text without odd blanks. */
const DAY = String.raw`[12]\d{3}-(?:02-(?:0[1-9]|1\d|2[0-8])|(?!02)(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|30)|(?:0[13578]|1[02])-31)`
const INSTANT = new RegExp(String.raw`^${DAY}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$`)
const DATE = new RegExp(`^${DAY}$`)
const REFERENCE = /^[A-Z][A-Za-z]{1,40}\/[A-Za-z0-9.-]{1,64}$/
const ID = /^[A-Za-z0-9.-]{1,64}$/
const TEXT = /^[\p{L}\p{N}+](?:[\p{L}\p{N} ,.:@+/()'_-]{0,500}[\p{L}\p{N}.)])?$/u

const PLAIN: Readonly<Record<string, RegExp>> = {
  ...{ start: INSTANT, end: INSTANT, created: INSTANT, dateTime: INSTANT, lastUpdated: INSTANT },
  ...{ sent: INSTANT, received: INSTANT, authoredOn: INSTANT, lastModified: INSTANT },
  ...{ birthDate: DATE, id: ID, versionId: ID },
  ...{ value: TEXT, display: TEXT, text: TEXT, family: TEXT, given: TEXT, line: TEXT, city: TEXT },
  postalCode: TEXT
}

function keyOfText(text: string, name: string): string {
  // A reference keeps the type that it names.
  if (name === 'reference' && REFERENCE.test(text)) return `~${text.slice(0, text.indexOf('/'))}`
  return PLAIN[name]?.test(text) === true ? '~' : JSON.stringify(text)
}
