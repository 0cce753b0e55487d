import type { Patient } from '@contract/patients'
import { useRouter } from 'vue-router'
import { useCodeScope } from './code-scope.store'

/** Opens the page of codes with one patient's only. */
export function useShowCodes(): (
  patient: Pick<Patient, 'id' | 'givenName' | 'familyName'>
) => Promise<unknown> {
  const router = useRouter()
  const scope = useCodeScope()
  return (patient) => {
    scope.showOnly({ id: patient.id, name: `${patient.givenName} ${patient.familyName}` })
    return router.push('/codes')
  }
}
