/** A national number as it is read aloud: `178587 10227`, `251248-9996`; others as they are. */
export function shownNationalNumber(value: string): string {
  if (/^\d{11}$/.test(value)) return `${value.slice(0, 6)} ${value.slice(6)}`
  if (/^\d{10}$/.test(value)) return `${value.slice(0, 6)}-${value.slice(6)}`
  return value
}

/** A Norwegian or Danish number in groups, others with their country code: `412 34 567`. */
export function shownTelephone(value: string): string {
  const norwegian = /^\+47(\d{3})(\d{2})(\d{3})$/.exec(value)
  if (norwegian) return norwegian.slice(1).join(' ')
  const danish = /^\+45(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(value)
  if (danish) return `+45 ${danish.slice(1).join(' ')}`
  return value
}
