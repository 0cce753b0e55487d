import type { PortalFact } from '@contract/portal'
import type { Country } from '@contract/values'
import type { Appointment, Consent, Patient, RelatedPerson, Task } from '@medplum/fhirtypes'
import { CONSENT_PURPOSE_SYSTEM } from '../../platform/fhir'
import { formatTelephone } from '../../platform/telephone'
import type { PortalResource } from './kind'
import { codeOf } from './mapping/elements.rules'
import { claimedMobileIn } from './mapping/patient.rules'
import { CANCELLATION_REASON, REQUEST_KIND } from './mapping/systems.rules'

/** What a resource says, in the order in which a person reads it. What it does not say is left out. */
export function factsOf(resource: PortalResource, country: Country): PortalFact[] {
  switch (resource.resourceType) {
    case 'Patient':
      return ofPatient(resource, country)
    case 'RelatedPerson':
      return ofRelatedPerson(resource)
    case 'Appointment':
      return ofAppointment(resource)
    case 'Consent':
      return ofConsent(resource)
    case 'Task':
      return ofTask(resource)
    default:
      return []
  }
}

function facts(all: readonly (readonly [PortalFact['name'], string | null | undefined])[]): PortalFact[] {
  return all.flatMap(([name, value]) => (value ? [{ name, value }] : []))
}

function ofPatient(patient: Patient, country: Country): PortalFact[] {
  const shown = (mobile: string | null | undefined) => (mobile ? formatTelephone(mobile, country) : null)
  const { telecom = [], identifier = [], address = [] } = patient
  const claimed = claimedMobileIn(patient)
  const [home] = address
  const town = [home?.postalCode, home?.city].filter(Boolean).join(' ')
  return facts([
    ['active', patient.active === false ? 'no' : 'yes'],
    ['name', nameIn(patient)],
    ...identifier
      .filter(({ system }) => system?.startsWith('urn:oid:') || system?.startsWith('http'))
      .map(({ value }) => ['number', value] as const),
    ['mobile', shown(telecom.find(({ system, value }) => system === 'phone' && value !== claimed)?.value)],
    ['mobile-unverified', shown(claimed)],
    ['email', telecom.find(({ system }) => system === 'email')?.value],
    ['address', [...(home?.line ?? []), town].filter(Boolean).join(', ')]
  ])
}

function nameIn({ name = [] }: Pick<Patient, 'name'>): string {
  const [first] = name
  return [...(first?.given ?? []), first?.family].filter(Boolean).join(' ')
}

function ofRelatedPerson({ active, name, period }: RelatedPerson): PortalFact[] {
  return facts([
    ['active', active === false ? 'no' : 'yes'],
    ['name', nameIn({ ...(name ? { name } : {}) })],
    ['until', period?.end]
  ])
}

function ofAppointment({ start, participant, status, cancelationReason }: Appointment): PortalFact[] {
  const clinician = participant.find(({ actor }) => actor?.reference?.startsWith('Practitioner/'))
  const reason = cancelationReason ? codeOf([cancelationReason], CANCELLATION_REASON) : null
  return facts([
    ['start', start],
    ['with', clinician?.actor?.display],
    ['status', status === 'cancelled' && reason === 'pat' ? 'cancelled-by-patient' : status]
  ])
}

function ofConsent({ provision, dateTime }: Consent): PortalFact[] {
  const purpose = provision?.purpose?.find(({ system }) => system === CONSENT_PURPOSE_SYSTEM)?.code
  return facts([
    ['purpose', purpose],
    ['decision', provision?.type],
    ['decided', dateTime]
  ])
}

function ofTask({ code, status }: Task): PortalFact[] {
  return facts([
    ['request', code ? codeOf([code], REQUEST_KIND) : null],
    ['status', status]
  ])
}
