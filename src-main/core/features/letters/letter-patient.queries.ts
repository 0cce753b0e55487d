import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'

/** What the envelope and the language of a letter are made from. */
export async function patientOfLetter(reader: Reader, id: PatientId) {
  const row = await reader
    .selectFrom('patient')
    .select([
      'family_name',
      'given_name',
      'birth_date',
      'language',
      'address_line',
      'postal_code',
      'city',
      'address_protection',
      'deceased_on'
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}
