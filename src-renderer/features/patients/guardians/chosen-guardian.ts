import type { GuardianDraft, PatientHit, RelatedPerson } from '@contract/patients'

/** A guardian who was chosen, with the name to show until the core has tied them. */
export interface ChosenGuardian extends GuardianDraft {
  readonly name: string
}

export function nameOfHit({ givenName, familyName }: Pick<PatientHit, 'givenName' | 'familyName'>): string {
  return `${givenName} ${familyName}`.trim()
}

/** What the core is told. */
export function toGuardianDraft({ name: _name, ...draft }: ChosenGuardian): GuardianDraft {
  return draft
}

/** A relation as it stands: what is not changed of it is told again. */
export function asDraft(person: RelatedPerson): GuardianDraft {
  const { patientId, kind, carriesMessages, from, plannedEnd } = person
  return { guardianPatientId: patientId, kind, carriesMessages, from, until: plannedEnd }
}

/** With one more; one guardian carries the messages, and it is the one who was chosen for it last. */
export function withGuardian(
  guardians: readonly ChosenGuardian[],
  added: ChosenGuardian
): readonly ChosenGuardian[] {
  const others = guardians.filter((one) => one.guardianPatientId !== added.guardianPatientId)
  const kept = added.carriesMessages ? others.map((one) => ({ ...one, carriesMessages: false })) : others
  return [...kept, added]
}
