import type { ExportedPatient } from '../patients'

/** Octets of a line before it is folded (RFC 6350, 3.2). */
const LONGEST_LINE = 75

const GENDERS = { female: 'F', male: 'M', other: 'O', unknown: 'U' } as const

/** A patient as vCard 4.0 (RFC 6350): how to call and write to the person, and nothing that only a clinic needs. */
export function vcardOf(patient: ExportedPatient): string {
  const { familyName, givenName, birthDate, sex, mobile, email, address, language } = patient
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `FN:${escaped(`${givenName} ${familyName}`.trim())}`,
    `N:${[familyName, givenName, '', '', ''].map(escaped).join(';')}`,
    ...(birthDate ? [`BDAY:${birthDate.replaceAll('-', '')}`] : []),
    `GENDER:${GENDERS[sex]}`,
    ...(mobile ? [`TEL;VALUE=uri;TYPE="cell,text":tel:${mobile}`] : []),
    ...(email ? [`EMAIL:${escaped(email)}`] : []),
    ...(address ? [`ADR;TYPE=home:${addressParts(address).map(escaped).join(';')}`] : []),
    ...(language ? [`LANG:${language}`] : []),
    'END:VCARD'
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** Post office box, extension, street, town, region, postal code, country. */
function addressParts({ line, city, postalCode }: NonNullable<ExportedPatient['address']>): string[] {
  return ['', '', line, city, '', postalCode, '']
}

function escaped(text: string): string {
  return text.replace(/[\\,;]/g, (sign) => `\\${sign}`).replace(/\r\n|\r|\n/g, '\\n')
}

/** A long line goes on in the next after a space; a letter of several octets is never cut. */
function folded(line: string): string {
  let text = ''
  let octets = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > LONGEST_LINE) {
      text += '\r\n '
      octets = 1
    }
    text += letter
    octets += size
  }
  return text
}
