import type { PatientPrefill } from '../selection.store'

/**
 * What a text typed in the search field is the beginning of: digits become a national number, a mobile or a birth
 * date by their count, letters a name. `Sørlie, Ingrid` and `Ingrid Sørlie` are the same person.
 */
export function prefillFrom(text: string): PatientPrefill {
  const digitParts = text.match(/\+?\d[\d\s.\-/]*/g) ?? []
  const letters = text.replaceAll(/\+?\d[\d\s.\-/]*/g, ' ').trim()
  return { ...fromName(letters), ...Object.assign({}, ...digitParts.map(fromDigits)) }
}

function fromDigits(part: string): PatientPrefill {
  const typed = part.trim()
  const digits = typed.replaceAll(/\D/g, '')
  const isDated = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(typed)
  if (isDated || digits.length === 6) return { birthDate: typed }
  if (/^(\+|00)/.test(typed) || /^[49]\d{7}$/.test(digits)) return { mobile: typed }
  if (digits.length === 8) return { birthDate: typed }
  return digits.length >= 9 ? { nationalNumber: digits } : {}
}

function fromName(letters: string): PatientPrefill {
  if (letters === '') return {}
  const [family = '', given] = letters.split(/\s*,\s*/)
  if (given !== undefined) return { familyName: family, givenName: given }
  const words = letters.split(/\s+/)
  if (words.length === 1) return { familyName: letters }
  return { familyName: words.at(-1) ?? '', givenName: words.slice(0, -1).join(' ') }
}
