import type { ConsultationObstacle } from '@contract/portal'
import type { PatientId } from '@contract/ids'
import type { Database, Reader } from '../../../database/database'
import type { Clock } from '../../../platform/clock'
import type { Handlers } from '../../../rpc/handlers'
import type { Audit } from '../../audit'
import {
  findGuardianRows,
  findPatientRows,
  isGuardianOn,
  isMinor,
  readClinicDay,
  type ClinicDay
} from '../../patients'
import type { Settings } from '../../settings'
import { readConnection } from '../connection.queries'
import { childConsultationObstacle, consultationObstacle } from './account.rules'
import { findAccountOf, type PortalAccountRow } from './accounts.queries'
import type { Looks } from './looks'

interface ConsultationDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly settings: Settings
  readonly audit: Audit
  readonly looks: Looks
}

interface Consultation {
  readonly obstacle: ConsultationObstacle | null
  readonly lastLoginAt: string | null
}

const NOTHING_AGAINST: Consultation = { obstacle: null, lastLoginAt: null }

/** Whether a consultation by video may be offered, for whoever is about to book one. */
export function portalConsultationHandlers({
  database,
  clock,
  settings,
  audit,
  looks
}: ConsultationDependencies): Handlers<'portal.consultation'> {
  return {
    async 'portal.consultation'({ patientId }, { actor, session }) {
      if ((await readConnection(database.reader)).state === 'off') return NOTHING_AGAINST
      if (!database.isReadOnly && looks.isNew(session, `${actor.userId} ${patientId}`))
        await database.write((transaction) =>
          audit.record(transaction, actor, { action: 'portal.account-opened', patientId })
        )
      return await judge(database.reader, patientId, await readClinicDay(clock, settings))
    }
  }
}

async function judge(reader: Reader, patientId: PatientId, day: ClinicDay): Promise<Consultation> {
  const [patient] = await findPatientRows(reader, [patientId])
  const own = await findAccountOf(reader, patientId)
  if (!patient || !isMinor(patient.birth_date, day))
    return { obstacle: consultationObstacle(own && asWanted(own)), lastLoginAt: own?.last_login_at ?? null }
  const relations = await findGuardianRows(reader, 'child_id', [patientId])
  const accounts: PortalAccountRow[] = []
  for (const relation of relations.filter((one) => isGuardianOn(one, patient, day))) {
    const account = await findAccountOf(reader, relation.guardian_id)
    if (account) accounts.push(asWanted(account))
  }
  return { obstacle: childConsultationObstacle(accounts), lastLoginAt: null }
}

/** What the desk has asked for counts at once. */
function asWanted(account: PortalAccountRow): PortalAccountRow {
  return { ...account, state: account.wanted ?? account.state }
}
