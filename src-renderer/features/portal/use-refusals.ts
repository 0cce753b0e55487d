import type { PortalRefusals } from '@contract/portal'
import { shallowRef, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

/** What patients were told no to at the portal lately, in step with it. */
export function useRefusals(): ShallowRef<PortalRefusals> {
  const refusals = shallowRef<PortalRefusals>({ registrations: [], codes: [] })
  async function load(): Promise<void> {
    refusals.value = await call('portal.refusals', {})
  }
  useReload(load)
  useCoreEvent('portal.changed', () => void load().catch(showError))
  return refusals
}
