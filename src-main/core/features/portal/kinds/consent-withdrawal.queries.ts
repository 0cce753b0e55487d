import type { ConsentChannel, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../../database/database'
import { decisionsOf } from '../../consents'

/** Whether the newest decision here, those of merged records among them, is a withdrawal that the portal had not been told of. */
export async function unknownWithdrawal(
  reader: Reader,
  about: { patientId: PatientId; purpose: ConsentPurpose; channel: ConsentChannel }
): Promise<boolean> {
  const newest = await reader
    .selectFrom('consent_decision')
    .leftJoin('portal_resource as known', (join) =>
      join.on('known.type', '=', 'Consent').onRef('known.local_id', '=', 'consent_decision.id')
    )
    .select(['consent_decision.decision', 'known.remote_id'])
    .where('consent_decision.id', 'in', decisionsOf(reader, about.patientId))
    .where('consent_decision.purpose', '=', about.purpose)
    .where('consent_decision.channel', '=', about.channel)
    .orderBy('consent_decision.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.decision === 'withdrawn' && newest.remote_id === null
}
