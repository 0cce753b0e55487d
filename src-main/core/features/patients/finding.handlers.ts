import type { NumberVerdict } from '@contract/patients'
import type { ParsedInput } from '@contract/index'
import { formatTelephone, parseMobile } from '../../platform/telephone'
import type { Handlers } from '../../rpc/handlers'
import { readClinicDay, type ClinicDay } from './clinic-day'
import { findPatientsByContact } from './contacts.queries'
import { parseEmail } from './email.rules'
import { findByNumberInUse } from './identifiers.queries'
import { checkNationalNumber } from './national-number.rules'
import { byName, readHits, withoutKey } from './patient-hits.queries'
import { listPatients, listRecentPatients } from './patient-list.queries'
import type { PatientDependencies } from './patients'
import { searchPatients } from './search.queries'
import { parseSearch } from './search-query.rules'

type FindingMethods = 'patients.search' | 'patients.list' | 'patients.checkNumber' | 'patients.checkContact'

/** Finding patients, and the checks while typing. A hit is no look at a record, so nothing is logged. */
export function findingHandlers({
  database: { reader },
  clock,
  settings
}: PatientDependencies): Handlers<FindingMethods> {
  return {
    async 'patients.search'({ text, limit }) {
      const day = await readClinicDay(clock, settings)
      const readings = parseSearch(text, { country: day.country, on: day.today })
      const result = await searchPatients(reader, readings, { limit, day })
      return { hits: [...result.hits], hasMore: result.hasMore }
    },
    async 'patients.list'({ filter, cursor, limit }, { actor }) {
      const day = await readClinicDay(clock, settings)
      if (filter === 'recent') return await listRecentPatients(reader, { userId: actor.userId, limit, day })
      return await listPatients(reader, { filter, cursor, limit, day, country: day.country })
    },
    async 'patients.checkNumber'(input) {
      const day = await readClinicDay(clock, settings)
      const verdict = checkNumber(input, day)
      const holder = await findByNumberInUse(reader, verdict.normalized)
      if (holder === null || holder === input.exceptPatientId) return verdict
      const [hit] = await readHits(reader, [holder], { day })
      return { ...verdict, takenBy: hit ? withoutKey(hit) : null }
    },
    async 'patients.checkContact'({ channel, text }) {
      const day = await readClinicDay(clock, settings)
      const check = checkContact(channel, text, day)
      if (check.code !== null) return { ...check, sharedWith: [] }
      const ids = await findPatientsByContact(reader, channel, check.value)
      const hits = await readHits(reader, ids, { day })
      return { ...check, sharedWith: hits.sort(byName).map(withoutKey) }
    }
  }
}

function checkNumber({ text, type }: ParsedInput<'patients.checkNumber'>, day: ClinicDay): NumberVerdict {
  const check = checkNationalNumber(text, {
    country: day.country,
    on: day.today,
    isTraining: day.isTraining,
    ...(type === null ? {} : { type })
  })
  return {
    verdict: check.verdict,
    code: check.code,
    type: check.type,
    normalized: check.normalized,
    birthDate: check.birthDate?.toString() ?? null,
    takenBy: null
  }
}

function checkContact(
  channel: 'mobile' | 'email',
  text: string,
  { country }: ClinicDay
): { code: string | null; value: string; display: string } {
  if (channel === 'email') {
    const email = parseEmail(text)
    return email.ok
      ? { code: null, value: email.email, display: email.email }
      : { code: email.code, value: '', display: text }
  }
  const mobile = parseMobile(text, country)
  return mobile.ok
    ? { code: null, value: mobile.e164, display: formatTelephone(mobile.e164, country) }
    : { code: mobile.code, value: '', display: text }
}
