import type { RelatedPerson } from '@medplum/fhirtypes'
import { findIdentifiers, findPatientRows, relationUntil } from '../../patients'
import type { PortalKind } from '../kind'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { toRelatedPerson } from '../mapping/related-person.rules'
import { findGuardian, idsAfter } from '../portal-rows.queries'
import { clinicOf, dayOf, type KindContext } from './context'
import { onlyOurs } from './one-way'
import { servedOf } from './served'

export function relatedPersonKind(context: KindContext): PortalKind<'RelatedPerson'> {
  return {
    type: 'RelatedPerson',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'guardian', page),
    async read(reader, { localId, base, remoteId, identifier }) {
      const relation = await findGuardian(reader, localId)
      if (!relation) return { is: 'none' }
      const day = await dayOf(context, reader)
      const rows = await findPatientRows(reader, [relation.child_id, relation.guardian_id])
      const child = rows.find(({ id }) => id === relation.child_id)
      const guardian = rows.find(({ id }) => id === relation.guardian_id)
      if (!child || !guardian) return { is: 'none' }
      const isOver = relation.period_end !== null
      const [ofChild, ofGuardian] = [
        await servedOf(reader, child.id, day),
        await servedOf(reader, guardian.id, day)
      ]
      if (!isOver && ofChild.is === 'waits') return ofChild
      if (!isOver && ofGuardian.is === 'waits') return ofGuardian
      const isActive = !isOver && ofChild.is === 'served' && ofGuardian.is === 'served'
      if (!isActive && base === null) return { is: 'none' }
      const mark = { type: 'Patient', localId: child.id } as const
      const childRemoteId = await remoteId(mark)
      if (childRemoteId === null) return { is: 'waits', mark }
      const identifiers = await findIdentifiers(reader, [guardian.id])
      const body: RelatedPerson = toRelatedPerson(
        {
          own: identifier,
          childRemoteId,
          childBirthDate: child.birth_date,
          kind: relation.kind,
          familyName: guardian.family_name,
          givenName: guardian.given_name,
          identifiers: identifiers.map((row) => ({
            ...row,
            periodStart: row.period_start,
            periodEnd: row.period_end
          })),
          from: relation.period_start,
          until: relationUntil(relation, child, day),
          isActive
        },
        { clinic: await clinicOf(context, reader), today: day.today }
      )
      return { is: 'body', body: keepForeign(body, base, true) }
    },
    apply: onlyOurs<'RelatedPerson'>
  }
}
