/** Day, month and year, as they are asked for. */
export const BIRTH_DIGITS = 8
export const CODE_DIGITS = 5

/** `17.05.1987` as far as it has been typed: what is still missing stands there as an underscore. */
export function shownBirth(digits: string): string {
  const all = digits.padEnd(BIRTH_DIGITS, '_')
  return `${all.slice(0, 2)}.${all.slice(2, 4)}.${all.slice(4)}`
}

export function shownCode(digits: string): string {
  return [...digits.padEnd(CODE_DIGITS, '_')].join(' ')
}

/** The civil date of eight digits, day first; null for what is no day, or not yet eight. */
export function birthDateOf(digits: string): string | null {
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{4})$/.exec(digits) ?? []
  if (day === undefined || month === undefined || year === undefined) return null
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const iso = `${year}-${month}-${day}`
  return Number(year) >= 1880 && date.toISOString().startsWith(iso) ? iso : null
}
