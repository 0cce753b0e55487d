import type { PatientDraft } from '@contract/patients'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../platform/app-error'
import { parseMobile } from '../../platform/telephone'
import type { ClinicDay } from './clinic-day'
import { parseEmail } from './email.rules'
import type { IdentifierRow, NumberWrite } from './identifiers.queries'
import { checkNationalNumber, contradictsBirthDate, normalizeNumber } from './national-number.rules'
import type { PatientRow, PatientWrite } from './patients.queries'

/** What a checked draft says is to be written. */
export interface CheckedDraft {
  readonly row: PatientWrite
  readonly number: NumberWrite | null
  readonly mobile: string | null
  readonly email: string | null
}

interface Known {
  readonly row: PatientRow
  readonly number: IdentifierRow | null
}

/**
 * Checks what was typed as the import checks its rows. `known` is the patient as it stands, null for a new one: a
 * number that stays needs no second confirmation, and a protected address stays where the draft has none.
 * @throws AppError `name-missing`, `birth-date`, `birth-date-differs`, `number-warning`, the rule a number failed, and
 * the codes of mobile and e-mail.
 */
export function checkDraft(draft: PatientDraft, known: Known | null, day: ClinicDay): CheckedDraft {
  if (draft.familyName === '') throw new AppError('name-missing')
  const birthDate = draft.birthDate === null ? null : Temporal.PlainDate.from(draft.birthDate)
  if (birthDate && Temporal.PlainDate.compare(birthDate, day.today) > 0) throw new AppError('birth-date')
  return {
    row: {
      family_name: draft.familyName,
      given_name: draft.givenName,
      birth_date: draft.birthDate,
      sex: draft.sex,
      language: draft.language,
      ...addressOf(draft, known?.row ?? null),
      address_protection: draft.addressProtection,
      gp_clinician_id: draft.gpClinicianId,
      gp_external_name: externalGpOf(draft, known?.row ?? null),
      note: draft.note,
      provisional_name: provisionalNameOf(draft, known?.row ?? null)
    },
    number: checkNumber(draft, known?.number ?? null, { birthDate, day }),
    mobile: checkMobile(draft.mobile ?? '', day),
    email: checkEmail(draft.email ?? '')
  }
}

function checkNumber(
  draft: PatientDraft,
  known: IdentifierRow | null,
  { birthDate, day }: { birthDate: Temporal.PlainDate | null; day: ClinicDay }
): NumberWrite | null {
  const text = normalizeNumber(draft.nationalNumber ?? '')
  if (text === '') return null
  const isKept = known?.value === text
  const type = isKept ? known.type : draft.nationalNumberType
  const check = checkNationalNumber(text, {
    country: day.country,
    on: day.today,
    isTraining: day.isTraining,
    ...(type === null ? {} : { type })
  })
  if (birthDate && contradictsBirthDate(check, birthDate)) throw new AppError('birth-date-differs')
  if (isKept) return { type: known.type, value: known.value, warning: known.warning }
  if (check.verdict === 'invalid' || check.type === null) throw new AppError(check.code ?? 'number-length')
  if (check.verdict === 'warning' && !draft.acceptsNumberWarning)
    throw new AppError('number-warning', { rule: check.code ?? '' })
  return { type: check.type, value: check.normalized, warning: check.code }
}

function checkMobile(text: string, { country }: ClinicDay): string | null {
  if (text === '') return null
  const mobile = parseMobile(text, country)
  if (!mobile.ok) throw new AppError(mobile.code)
  return mobile.e164
}

function checkEmail(text: string): string | null {
  if (text === '') return null
  const email = parseEmail(text)
  if (!email.ok) throw new AppError(email.code)
  return email.email
}

/** A name that somebody types is the patient's own. */
function provisionalNameOf(
  { familyName, givenName }: PatientDraft,
  known: PatientRow | null
): PatientRow['provisional_name'] {
  const isKept = known?.family_name === familyName && known.given_name === givenName
  return isKept ? known.provisional_name : null
}

/** A page never sees a protected address, so a draft without one leaves it as it is. */
function addressOf(
  { address, addressProtection }: PatientDraft,
  known: PatientRow | null
): Pick<PatientWrite, 'address_line' | 'postal_code' | 'city'> {
  if (address) return { address_line: address.line, postal_code: address.postalCode, city: address.city }
  const wasHidden = known !== null && known.address_protection !== 'none'
  if (known && (wasHidden || addressProtection !== 'none'))
    return { address_line: known.address_line, postal_code: known.postal_code, city: known.city }
  return { address_line: '', postal_code: '', city: '' }
}

/** The same holds for a doctor elsewhere, whose name is not shown on a protected patient. */
function externalGpOf(draft: PatientDraft, known: PatientRow | null): string | null {
  if (draft.gpClinicianId !== null) return null
  const wasHidden = known !== null && known.address_protection !== 'none'
  if (draft.gpExternalName === null && wasHidden) return known.gp_external_name
  return draft.gpExternalName === '' ? null : draft.gpExternalName
}
