import type { RelatedPerson } from '@medplum/fhirtypes'
import { relationUntil } from '../../patients'
import type { PortalKind } from '../kind'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { toRelatedPerson } from '../mapping/related-person.rules'
import { findGuardian, idsAfter } from '../portal-rows.queries'
import type { KindContext } from './context'
import { onlyOurs } from './one-way'

export function relatedPersonKind(context: KindContext): PortalKind<'RelatedPerson'> {
  return {
    type: 'RelatedPerson',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'guardian', page),
    async read(rows, { localId, base, remoteId, identifier }) {
      const relation = await findGuardian(rows.reader, localId)
      if (!relation) return { is: 'none' }
      const day = await context.day(rows)
      const { child_id: childId, guardian_id: guardianId } = relation
      const [child, guardian] = await Promise.all([rows.patient(childId), rows.patient(guardianId)])
      if (!child || !guardian) return { is: 'none' }
      const isOver = relation.period_end !== null
      const [ofChild, ofGuardian] = await Promise.all([
        context.served(rows, child.id),
        context.served(rows, guardian.id)
      ])
      if (!isOver && ofChild.is === 'waits') return ofChild
      if (!isOver && ofGuardian.is === 'waits') return ofGuardian
      const isActive = !isOver && ofChild.is === 'served' && ofGuardian.is === 'served'
      if (!isActive && base === null) return { is: 'none' }
      const mark = { type: 'Patient', localId: child.id } as const
      const childRemoteId = await remoteId(mark)
      if (childRemoteId === null) return { is: 'waits', mark }
      const identifiers = await rows.identifiers(guardian.id)
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
        { clinic: await context.clinic(rows), today: day.today }
      )
      return { is: 'body', body: keepForeign(body, base, true) }
    },
    apply: onlyOurs<'RelatedPerson'>
  }
}
